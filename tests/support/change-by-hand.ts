import Database from 'better-sqlite3'

const frozenTrigger = 'protocol_frozen_update'

/** Writes into a study's database past the program and its guards, so that a protocol is not what its hash says. */
export function changeByHand(databasePath: string, protocolId: string, content: unknown): void {
  damageByHand(databasePath, protocolId, JSON.stringify(content))
}

/** The same with a text that need not be JSON. */
export function damageByHand(databasePath: string, protocolId: string, text: string): void {
  const database = new Database(databasePath)
  try {
    const guard = database
      .prepare<[string], { sql: string }>('SELECT sql FROM sqlite_master WHERE name = ?')
      .get(frozenTrigger)!
    database.pragma('ignore_check_constraints = ON')
    database.transaction(() => {
      database.exec(`DROP TRIGGER ${frozenTrigger}`)
      database.prepare('UPDATE protocol SET content = ? WHERE id = ?').run(text, protocolId)
      database.exec(guard.sql)
    })()
  } finally {
    database.close()
  }
}

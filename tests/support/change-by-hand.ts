import Database from 'better-sqlite3'
import { createHash } from 'node:crypto'

const frozenTrigger = 'protocol_frozen_update'

/** Writes into a study's database past the program and its guards, so that a protocol is not what its hash says. */
export function changeByHand(databasePath: string, protocolId: string, content: unknown): void {
  damageByHand(databasePath, protocolId, JSON.stringify(content))
}

/** The same with a hash that fits, as another version of the program writes what only that can use. */
export function writeAsOther(databasePath: string, protocolId: string, content: unknown): void {
  const text = JSON.stringify(content)
  damageByHand(databasePath, protocolId, text, createHash('sha256').update(text).digest('hex'))
}

/** The same with a text that need not be JSON. @param sha256 default the one that is stored */
export function damageByHand(databasePath: string, protocolId: string, text: string, sha256?: string): void {
  const database = new Database(databasePath)
  try {
    const guard = database
      .prepare<[string], { sql: string }>('SELECT sql FROM sqlite_master WHERE name = ?')
      .get(frozenTrigger)!
    database.pragma('ignore_check_constraints = ON')
    database.transaction(() => {
      database.exec(`DROP TRIGGER ${frozenTrigger}`)
      database
        .prepare('UPDATE protocol SET content = ?, sha256 = coalesce(?, sha256) WHERE id = ?')
        .run(text, sha256 ?? null, protocolId)
      database.exec(guard.sql)
    })()
  } finally {
    database.close()
  }
}

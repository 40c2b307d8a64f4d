import Database from 'better-sqlite3'

/** Writes into a study's database past the program, so that a protocol is not what its hash says. */
export function changeByHand(databasePath: string, protocolId: string, content: unknown): void {
  const database = new Database(databasePath)
  try {
    database.prepare('UPDATE protocol SET content = ? WHERE id = ?').run(JSON.stringify(content), protocolId)
  } finally {
    database.close()
  }
}

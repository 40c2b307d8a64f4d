import Database from 'better-sqlite3'

/** How many records of a study are staged, read past the program. */
export function stagedCount(databasePath: string): number {
  const database = new Database(databasePath, { readonly: true })
  try {
    return database.prepare<[], number>('SELECT count(*) FROM staged_row').pluck().get()!
  } finally {
    database.close()
  }
}

import Database from 'better-sqlite3'

/** How many rows a table of a study has, read past the program: staged records and all. */
export function rawCount(databasePath: string, table: 'staged_row' | 'rating'): number {
  const database = new Database(databasePath, { readonly: true })
  try {
    return database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()!
  } finally {
    database.close()
  }
}

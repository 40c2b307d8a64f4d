import BetterSqlite3, { type Database } from 'better-sqlite3'
import { translateErrors } from './sqlite-errors'

/** Bytes of an SQLite file that say how it is written; a copy in memory has no write-ahead log. */
const journalBytes = [18, 19] as const
const noWriteAheadLog = 1

/**
 * Opens a database from its bytes, which are changed for it. Needs memory for all of it, up to SQLite's limit of 1 GB.
 * @param name of what is copied, for messages
 * @throws StudioError `store/damaged`
 */
export function openInMemory(bytes: Buffer, name: string, options: BetterSqlite3.Options = {}): Database {
  for (const at of journalBytes) bytes[at] = noWriteAheadLog
  const connection = translateErrors(`Cannot read a copy of ${name}`, () => new BetterSqlite3(bytes, options))
  connection.pragma('foreign_keys = ON')
  connection.pragma('recursive_triggers = ON')
  return connection
}

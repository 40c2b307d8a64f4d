import Database, { SqliteError } from 'better-sqlite3'
import { notWritable } from './write-failure'

/**
 * Locks a file against other processes and other callers in this one. It is SQLite's lock, which the system itself
 * gives back when a process dies, so that none can be left behind; the file holds no data.
 *
 * @param path in an existing folder; the file is made if it is missing
 * @param waitMs how long to wait for another holder; this thread stands still meanwhile
 * @returns gives the lock back; null where another one holds it
 * @throws StudioError `file/not-writable`
 */
export function lockFile(path: string, waitMs: number): (() => void) | null {
  const database = openLockFile(path, waitMs)
  try {
    database.exec('BEGIN EXCLUSIVE')
    return () => void database.close()
  } catch (error) {
    database.close()
    if (error instanceof SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw notWritable(path, error)
  }
}

function openLockFile(path: string, waitMs: number): Database.Database {
  try {
    return new Database(path, { timeout: waitMs })
  } catch (cause) {
    throw notWritable(path, cause)
  }
}

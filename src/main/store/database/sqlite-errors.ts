import { SqliteError } from 'better-sqlite3'
import { type ErrorCode, StudioError } from '../../../shared/errors'

/** What SQLite's result codes mean to a user; the longest matching beginning counts. */
const meanings: readonly (readonly [prefix: string, code: ErrorCode, advice: string])[] = [
  ['SQLITE_CONSTRAINT_UNIQUE', 'store/conflict', 'It is there already.'],
  ['SQLITE_CONSTRAINT_PRIMARYKEY', 'store/conflict', 'It is there already.'],
  ['SQLITE_CONSTRAINT', 'store/refused', 'The study was not changed.'],
  ['SQLITE_BUSY', 'store/locked', 'Another program is writing to the study. Close it and try again.'],
  [
    'SQLITE_READONLY',
    'store/read-only',
    'The study was opened for reading, as one on a disk that cannot be written. To change it, copy its folder to a place ' +
      'where you may write, and open the copy.',
  ],
  [
    'SQLITE_CORRUPT',
    'store/damaged',
    'Take the latest file of the folder `backups`, or a copy of the study.',
  ],
  ['SQLITE_NOTADB', 'store/damaged', 'Take the latest file of the folder `backups`, or a copy of the study.'],
  [
    'SQLITE_FULL',
    'file/not-writable',
    'The disk is full. Make room and try again; nothing recorded is lost.',
  ],
  ['SQLITE_IOERR', 'file/not-writable', 'The disk failed. Check it before going on.'],
  [
    'SQLITE_CANTOPEN',
    'file/not-writable',
    'Its newest part lies in a file of its own, as after a crash, and it can only be read where you may write. Copy the ' +
      'folder to such a place, and open the copy.',
  ],
]

/** Runs a piece of work on the database; SQLite's errors come out as `StudioError`, others as they are. */
export function translateErrors<T>(what: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof SqliteError ? describeSqliteError(what, error) : error
  }
}

function describeSqliteError(what: string, error: InstanceType<typeof SqliteError>): StudioError {
  const meaning = meanings.find(([prefix]) => error.code.startsWith(prefix))
  const [, code, advice] = meaning ?? ['', 'internal' as const, `SQLite gave ${error.code}.`]
  return new StudioError(code, `${what}: ${error.message}. ${advice}`, { cause: error })
}

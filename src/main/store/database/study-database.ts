import BetterSqlite3, { type Database } from 'better-sqlite3'
import { StudioError } from '../../../shared/errors'
import { translateErrors } from './sqlite-errors'

type Parameters = readonly unknown[] | Readonly<Record<string, unknown>>

/** A prepared statement. Rows are plain objects named as the statement names its columns. */
export interface Statement {
  /** @returns the number of changed rows */
  run(parameters?: Parameters): number
  get(parameters?: Parameters): unknown
  all(parameters?: Parameters): unknown[]
  /** Rows one by one; nothing may be written to the study until the last was taken or the loop was left. */
  iterate(parameters?: Parameters): IterableIterator<unknown>
}

/** A connection whose errors are `StudioError`s and whose statements are prepared once. */
export interface StudyDatabase {
  statement(sql: string): Statement
  /** Runs `work` as one unit: all of it is on disk when this returns, or none. May be nested. */
  transaction<T>(work: () => T): T
}

/** SQLite's addon crashes the process below this version of Node-API. */
const neededNodeApi = 10

/** @throws StudioError `store/unsupported-runtime` where SQLite cannot be loaded */
export function requireSqlite(): void {
  if (Number(process.versions.napi) >= neededNodeApi) return
  throw new StudioError(
    'store/unsupported-runtime',
    `A study needs Node 22.14 or newer, and this is ${process.version}. Start Sweetspot with \`npm run sweetspot --\`, ` +
      'which brings its own on Linux, or install Node 24.',
  )
}

/**
 * Opens a database file with the settings that every connection to a study has: foreign keys checked, and each commit
 * flushed to the disk before it counts.
 * @throws StudioError `file/not-writable`, `store/damaged`
 */
export function openConnection(file: string, options: BetterSqlite3.Options): Database {
  return translateErrors(`Cannot open ${file}`, () => {
    const database = new BetterSqlite3(file, options)
    try {
      database.pragma('foreign_keys = ON')
      database.pragma('recursive_triggers = ON')
      database.pragma('synchronous = FULL')
      return database
    } catch (error) {
      database.close()
      throw error
    }
  })
}

/** A change as a statement made it. */
export interface RecordedWrite {
  readonly sql: string
  readonly parameters: Parameters
}

/**
 * Wraps an open connection.
 * @param onWrite hears each change that succeeded
 */
export function wrapConnection(database: Database, onWrite?: (write: RecordedWrite) => void): StudyDatabase {
  const prepared = new Map<string, Statement>()
  return {
    statement: (sql) => {
      const known = prepared.get(sql)
      if (known !== undefined) return known
      const statement = wrapStatement(
        translateErrors(sql, () => database.prepare(sql)),
        onWrite,
      )
      prepared.set(sql, statement)
      return statement
    },
    transaction: (work) =>
      translateErrors('The study could not be changed', () => database.transaction(work).immediate()),
  }
}

function wrapStatement(
  statement: BetterSqlite3.Statement<unknown[]>,
  onWrite?: (write: RecordedWrite) => void,
): Statement {
  const what = describeSql(statement.source)
  const bound = (parameters: Parameters | undefined): unknown[] => {
    if (parameters === undefined) return []
    return Array.isArray(parameters) ? parameters : [parameters]
  }
  return {
    run: (parameters) => {
      const { changes } = translateErrors(what, () => statement.run(...bound(parameters)))
      onWrite?.({ sql: statement.source, parameters: parameters ?? [] })
      return changes
    },
    get: (parameters) => translateErrors(what, () => statement.get(...bound(parameters))),
    all: (parameters) => translateErrors(what, () => statement.all(...bound(parameters))),
    iterate: (parameters) => translateErrors(what, () => statement.iterate(...bound(parameters))),
  }
}

/** What a statement does, for the beginning of a message. */
function describeSql(sql: string): string {
  const [, verb = '', table = ''] = /^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)/i.exec(sql) ?? []
  const name = table.replaceAll('_', ' ')
  switch (verb.toUpperCase()) {
    case 'INSERT INTO':
      return `The ${name} was not stored`
    case 'UPDATE':
      return `The ${name} was not changed`
    case 'DELETE FROM':
      return `The ${name} was not deleted`
    default:
      return 'The study could not be read'
  }
}

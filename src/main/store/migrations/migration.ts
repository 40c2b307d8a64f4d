import type { Database } from 'better-sqlite3'

/** One step of the schema. It is never changed after a release: what must differ is a further step. */
export interface Migration {
  /** The schema's number after it, counted from 1. */
  readonly version: number
  /** What it does, in a few words. */
  readonly name: string
  /** Runs inside a transaction with foreign keys off; they are checked before it is committed. */
  up(database: Database): void
}

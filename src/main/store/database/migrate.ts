import type { Database } from 'better-sqlite3'
import { StudioError } from '../../../shared/errors'
import type { Migration } from '../migrations/migration'

/** `SWSP`: tells a study from any other SQLite file. */
export const applicationId = 0x53575350

/**
 * The schema's number of an open file.
 * @param name of the file, for messages
 * @throws StudioError `store/not-a-study`, `store/newer-schema`
 */
export function readSchemaVersion(database: Database, name: string, steps: readonly Migration[]): number {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (database.pragma('application_id', { simple: true }) !== applicationId || version < 1) {
    throw new StudioError(
      'store/not-a-study',
      `${name} is an SQLite file of another program, not a Sweetspot study. Give the folder of a study.`,
    )
  }
  const latestVersion = newestVersion(steps)
  if (version <= latestVersion) return version
  throw new StudioError(
    'store/newer-schema',
    `${name} was written by a newer Sweetspot: its schema is ${version}, and this program knows up to ${latestVersion}. ` +
      'Open it with the newer version.',
  )
}

/** The schema's number after all steps. */
export function newestVersion(steps: readonly Migration[]): number {
  return steps.at(-1)?.version ?? 0
}

/**
 * Brings a schema to the newest version, each step in a transaction of its own.
 * @throws StudioError `store/migration-failed`, after which the file is as it was before the failed step
 */
export function migrate(database: Database, from: number, steps: readonly Migration[]): void {
  database.pragma('foreign_keys = OFF') // a table can only be rebuilt without them; they are checked at the end
  try {
    for (const step of steps) {
      if (step.version > from) database.transaction(() => runStep(database, step)).exclusive()
    }
  } finally {
    database.pragma('foreign_keys = ON')
  }
}

function runStep(database: Database, step: Migration): void {
  try {
    step.up(database)
    const broken = database.pragma('foreign_key_check') as readonly { table: string }[]
    if (broken.length > 0) throw new Error(`${broken.length} rows of ${broken[0]!.table} point to nothing`)
    database.pragma(`user_version = ${step.version}`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StudioError(
      'store/migration-failed',
      `The study could not be brought to schema ${step.version} (${step.name}): ${reason}. It is as it was before.`,
      { cause: error },
    )
  }
}

import type { Database } from 'better-sqlite3'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { StudioError } from '../../shared/errors'
import { backUp } from './database/back-up'
import { openInMemory } from './database/memory-copy'
import { migrate, newestVersion, readSchemaVersion } from './database/migrate'
import { translateErrors } from './database/sqlite-errors'
import { openConnection, requireSqlite } from './database/study-database'
import { systemEnvironment, timestampOf, type StoreEnvironment } from './environment'
import { migrations } from './migrations'
import type { Migration } from './migrations/migration'
import { lockStudy } from './study-lock'
import { jobFolder, studyPaths, type StudyPaths } from './study-paths'
import { createStudyStore, type StudyStore } from './study-store'
import { isClosedToWriting } from './write-failure'

export interface OpenOptions {
  /** Reads beside whoever writes, also on a disk that cannot be written, and changes nothing. Default false. */
  readonly isReadOnly?: boolean
  readonly environment?: StoreEnvironment
  /** The schema's steps; default all that this version knows. */
  readonly steps?: readonly Migration[]
}

/**
 * Opens a study. Opened for writing, it belongs to this process until it is closed; a schema of an older version is
 * brought to this one after a copy was put into `backups`; jobs and sessions that a dead process left running are marked
 * as interrupted.
 *
 * @throws StudioError `store/not-a-study`, `store/locked` naming the process that has it open, `store/newer-schema`,
 * `store/damaged`, `store/migration-failed`, `store/read-only` for an older schema that may not be changed,
 * `file/not-writable`, `store/unsupported-runtime`
 */
export function openStudy(folder: string, options: OpenOptions = {}): StudyStore {
  const { isReadOnly = false, environment = systemEnvironment, steps = migrations } = options
  requireSqlite()
  const paths = studyPaths(resolve(folder))
  if (!existsSync(paths.database)) {
    throw new StudioError(
      'store/not-a-study',
      `${paths.folder} is no study: it has no study.sqlite. Give the folder of a study, or make one with ` +
        '`sweetspot study create`.',
    )
  }
  const how = { paths, environment, steps }
  return isReadOnly ? openForReading(how) : openForWriting(how)
}

/**
 * Opens a study for writing where its folder allows that, and else for reading. Errors as `openStudy`, of the first also
 * where it is open in another program.
 */
export function openAsAllowed(folder: string): StudyStore {
  return openStudy(folder, { isReadOnly: isClosedToWriting(resolve(folder)) })
}

interface HowToOpen {
  readonly paths: StudyPaths
  readonly environment: StoreEnvironment
  readonly steps: readonly Migration[]
}

function openForReading({ paths, environment, steps }: HowToOpen): StudyStore {
  const connection = connectForReading(paths)
  try {
    if (checkFile(connection, paths, steps) < newestVersion(steps)) {
      throw new StudioError(
        'store/read-only',
        `${paths.database} was written by an older Sweetspot. Open it once for writing, which brings it up to date.`,
      )
    }
    return createStudyStore({ connection, paths, environment, onClose: () => undefined })
  } catch (error) {
    connection.close()
    throw error
  }
}

/**
 * SQLite keeps files beside a database that is in use, even by readers. Where none can be made, a copy in memory is read,
 * unless a program that was killed has left the newest part in such a file, which SQLite takes over by writing only.
 */
function connectForReading({ folder, database }: StudyPaths): Database {
  const log = statSync(`${database}-wal`, { throwIfNoEntry: false })
  if (!isClosedToWriting(folder) || (log !== undefined && log.size > 0)) {
    return openConnection(database, { readonly: true })
  }
  return openInMemory(readFileSync(database), database, { readonly: true })
}

function openForWriting({ paths, environment, steps }: HowToOpen): StudyStore {
  const unlock = lockStudy(paths.lock, timestampOf(environment))
  let connection: Database | undefined
  try {
    connection = openConnection(paths.database, { fileMustExist: true })
    bringUpToDate(connection, { paths, environment, steps })
    mkdirSync(paths.artifacts, { recursive: true })
    const store = createStudyStore({ connection, paths, environment, onClose: unlock })
    interruptWhatRan(store, paths)
    return store
  } catch (error) {
    connection?.close()
    unlock()
    throw error
  }
}

function checkFile(connection: Database, { database }: StudyPaths, steps: readonly Migration[]): number {
  return translateErrors(`Cannot read ${database}`, () => readSchemaVersion(connection, database, steps))
}

function bringUpToDate(connection: Database, { paths, environment, steps }: HowToOpen): void {
  const version = checkFile(connection, paths, steps)
  if (version < newestVersion(steps)) {
    mkdirSync(paths.backups, { recursive: true })
    const time = timestampOf(environment).replaceAll(':', '')
    backUp(connection, join(paths.backups, `study-schema-${version}-${time}.sqlite`))
    migrate(connection, version, steps)
  }
  translateErrors(`Cannot write ${paths.database}`, () => connection.pragma('journal_mode = WAL'))
}

/** Nothing can be running while the study is ours: what is left of a job or an import is of a process that died. */
function interruptWhatRan(store: StudyStore, paths: StudyPaths): void {
  for (const { id } of store.jobs.list('running')) {
    const folder = jobFolder(paths, id)
    if (!hasCheckpoint(folder)) rmSync(folder, { recursive: true, force: true })
  }
  store.transaction(() => {
    store.staging.discard()
    store.jobs.interruptAll(({ id }) => hasCheckpoint(jobFolder(paths, id)))
    for (const { id } of store.sessions.list('running', 'paused')) {
      store.sessions.move(id, 'interrupted', 'The program ended during the session.')
    }
  })
}

/** A job keeps the weights of its last epoch as soon as it has done one. */
function hasCheckpoint(folder: string): boolean {
  if (!existsSync(folder)) return false
  return readdirSync(folder, { recursive: true }).some((file) => String(file).endsWith('.safetensors'))
}

import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { version } from '../../../package.json'
import { StudioError } from '../../shared/errors'
import { applicationId, migrate } from './database/migrate'
import { openConnection, requireSqlite } from './database/study-database'
import { systemEnvironment, type StoreEnvironment } from './environment'
import { makeFolder } from './make-folder'
import { migrations } from './migrations'
import { openStudy } from './open-study'
import { studyPaths, type StudyPaths } from './study-paths'
import { isSystemError, notWritable, requireWritable } from './write-failure'
import { createStudyStore, type StudyStore } from './study-store'

export interface NewStudy {
  readonly name: string
  readonly description?: string
  /** The laboratory that works on this folder. */
  readonly siteName: string
  /** Starts its participant codes: 1 to 8 capital letters or digits, as `ULM`. */
  readonly sitePrefix: string
}

/**
 * Makes a study in a new or empty folder and opens it for writing. After an error nothing is left of it.
 * @throws StudioError `file/exists` for a folder with anything in it, `store/refused` naming a wrong field,
 * `file/not-writable`
 */
export function createStudy(
  folder: string,
  study: NewStudy,
  environment: StoreEnvironment = systemEnvironment,
): StudyStore {
  requireSqlite()
  const paths = studyPaths(resolve(folder))
  const partial = join(paths.folder, partialName)
  const made = makeEmptyFolder(paths)
  try {
    removePartial(partial)
    writeDatabase(partial, study, { paths, environment })
    renameSync(partial, paths.database)
  } catch (error) {
    removePartial(partial)
    if (made !== undefined) rmSync(made, { recursive: true, force: true })
    throw error
  }
  return openStudy(paths.folder, { environment })
}

/** What a killed creation may have left. */
const partialName = '.study.sqlite.partial'

/** @returns the topmost folder that had to be made */
function makeEmptyFolder({ folder, database }: StudyPaths): string | undefined {
  if (existsSync(database)) {
    throw new StudioError('file/exists', `${folder} is a study already. Open it, or give another folder.`)
  }
  try {
    const made = makeFolder(folder)
    const others = readdirSync(folder).filter((name) => !name.startsWith(partialName))
    if (others.length === 0) {
      requireWritable(folder) // SQLite would only say that it cannot open a file
      return made
    }
    throw new StudioError(
      'file/exists',
      `${folder} holds other files (${others[0]}). Give a new folder: a study has one to itself.`,
    )
  } catch (error) {
    throw isSystemError(error) ? notWritable(folder, error) : error
  }
}

function removePartial(partial: string): void {
  for (const ending of ['', '-journal']) rmSync(partial + ending, { force: true })
}

function writeDatabase(
  file: string,
  study: NewStudy,
  { paths, environment }: { readonly paths: StudyPaths; readonly environment: StoreEnvironment },
): void {
  const connection = openConnection(file, {})
  try {
    connection.pragma(`application_id = ${applicationId}`)
    migrate(connection, 0, migrations)
    const store = createStudyStore({ connection, paths, environment, onClose: () => undefined })
    store.transaction(() => {
      const site = store.sites.add({ name: study.siteName, prefix: study.sitePrefix })
      store.study.create({
        name: study.name,
        description: study.description ?? '',
        siteId: site.id,
        createdWith: version,
      })
    })
  } finally {
    connection.close()
  }
}

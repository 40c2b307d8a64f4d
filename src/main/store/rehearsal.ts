import { resolve } from 'node:path'
import { openInMemory } from './database/memory-copy'
import { translateErrors } from './database/sqlite-errors'
import { openConnection, type RecordedWrite } from './database/study-database'
import { systemEnvironment } from './environment'
import { studyPaths } from './study-paths'
import { createStudyStore, type StudyStore } from './study-store'

/** A copy of a study in memory, and what was done to it. */
export interface Rehearsal {
  readonly study: StudyStore
  /** Every change so far, in order. */
  readonly writes: readonly RecordedWrite[]
}

/**
 * Copies a study into memory, so that a large change can be worked out beside whoever writes the study, with all its
 * checks, and its statements carried out there afterwards (`StagingTable`). Needs memory for the whole database, up to
 * SQLite's limit of 1 GB.
 * @throws StudioError `store/damaged`
 */
export function openRehearsal(folder: string): Rehearsal {
  const paths = studyPaths(resolve(folder))
  const writes: RecordedWrite[] = []
  const file = openConnection(paths.database, { readonly: true })
  try {
    const bytes = translateErrors(`Cannot read ${paths.database}`, () => file.serialize())
    const connection = openInMemory(bytes, paths.database)
    const study = createStudyStore({
      connection,
      paths,
      environment: systemEnvironment,
      onClose: () => undefined,
      onWrite: (write) => void writes.push(write),
    })
    return { study, writes }
  } finally {
    file.close()
  }
}

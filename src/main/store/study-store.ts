import type { Database } from 'better-sqlite3'
import { join } from 'node:path'
import type { NewestJobs, StudyCounts } from '../../shared/study-overview'
import { wrapConnection, type RecordedWrite } from './database/study-database'
import type { StoreEnvironment } from './environment'
import type { StudyPaths } from './study-paths'
import { z } from 'zod'
import { createArtifactTable, type ArtifactTable } from './tables/artifact-table'
import { createAuditTable, type AuditTable } from './tables/audit-table'
import {
  createDatasetTable,
  createImageTable,
  type DatasetTable,
  type ImageTable,
} from './tables/dataset-table'
import { createJobTable, type JobTable } from './tables/job-table'
import { createMapTable, type MapTable } from './tables/map-table'
import { createModelTable, type ModelTable } from './tables/model-table'
import { createPlanTable, type PlanTable } from './tables/plan-table'
import { createProtocolTable, type ProtocolTable } from './tables/protocol-table'
import { createRaterTable, type RaterTable } from './tables/rater-table'
import { createRatingTable, type RatingTable } from './tables/rating-table'
import { createSessionEventTable, type SessionEventTable } from './tables/session-event-table'
import { createSessionTable, type SessionTable } from './tables/session-table'
import { createStagingTable, type StagingTable } from './tables/staging-table'
import { createStimulusTable, type StimulusTable } from './tables/stimulus-table'
import { readCounts, readNewestJobs } from './tables/study-counts'
import { createSiteTable, createStudyTable, type SiteTable, type StudyTable } from './tables/study-table'

/** An open study. */
export interface StudyStore {
  readonly paths: StudyPaths
  readonly isReadOnly: boolean
  readonly study: StudyTable
  readonly sites: SiteTable
  readonly audit: AuditTable
  readonly artifacts: ArtifactTable
  readonly datasets: DatasetTable
  readonly images: ImageTable
  readonly models: ModelTable
  readonly maps: MapTable
  readonly stimuli: StimulusTable
  readonly protocols: ProtocolTable
  readonly plans: PlanTable
  readonly raters: RaterTable
  readonly sessions: SessionTable
  readonly sessionEvents: SessionEventTable
  readonly ratings: RatingTable
  readonly jobs: JobTable
  readonly staging: StagingTable
  /** How many things of each kind it holds. */
  counts(): StudyCounts
  /** The newest job of each kind, the newest of all first. */
  newestJobs(): NewestJobs
  /** Runs `work` as one unit: all of it is on disk when this returns, or none. */
  transaction<T>(work: () => T): T
  /** Another number after each change that another connection made to the study. */
  dataVersion(): number
  /** Absolute path of a file below `artifacts`. */
  artifactPath(path: string): string
  /** What SQLite finds wrong with the database; empty for a sound one. */
  integrityProblems(): readonly string[]
  /** Gives the study back. Nothing may be used afterwards. */
  close(): void
}

const versionRow = z.object({ data_version: z.int() })
const problemRow = z.object({ problem: z.string() })

/** Puts the tables on an open connection, which `close` closes before it calls `onClose`. */
export function createStudyStore(options: {
  readonly connection: Database
  readonly paths: StudyPaths
  readonly environment: StoreEnvironment
  readonly onClose: () => void
  readonly onWrite?: (write: RecordedWrite) => void
}): StudyStore {
  const { connection, paths, environment, onClose } = options
  const database = wrapConnection(connection, options.onWrite)
  const context = { database, environment }
  const audit = createAuditTable(context)
  const ratings = createRatingTable(context)
  return {
    paths,
    isReadOnly: connection.readonly,
    study: createStudyTable(context),
    sites: createSiteTable(context),
    audit,
    artifacts: createArtifactTable(context),
    datasets: createDatasetTable(context),
    images: createImageTable(context),
    models: createModelTable(context),
    maps: createMapTable(context),
    stimuli: createStimulusTable(context),
    protocols: createProtocolTable(context),
    plans: createPlanTable(context),
    raters: createRaterTable(context),
    sessions: createSessionTable(context, { audit }),
    sessionEvents: createSessionEventTable(context),
    ratings,
    jobs: createJobTable(context),
    staging: createStagingTable(context),
    counts: () => readCounts(database, ratings),
    newestJobs: () => readNewestJobs(database),
    transaction: database.transaction,
    dataVersion: () => versionRow.parse(database.statement('PRAGMA data_version').get()).data_version,
    artifactPath: (path) => join(paths.artifacts, ...path.split('/')),
    integrityProblems: () =>
      database
        .statement(
          `SELECT integrity_check AS "problem" FROM pragma_integrity_check WHERE integrity_check <> 'ok'
           UNION ALL
           SELECT "table" || ' points to a missing ' || "parent" FROM pragma_foreign_key_check`,
        )
        .all()
        .map((row) => problemRow.parse(row).problem),
    close: () => {
      connection.close()
      onClose()
    },
  }
}

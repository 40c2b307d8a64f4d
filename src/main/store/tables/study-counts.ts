import { z } from 'zod'
import { jobStateSchema } from '../../../shared/records/job-records'
import { sessionStates, type SessionState } from '../../../shared/records/session-records'
import { studyCountsSchema, type NewestJobs, type StudyCounts } from '../../../shared/study-overview'
import { notStaged } from '../database/staged-rows'
import type { StudyDatabase } from '../database/study-database'
import type { RatingTable } from './rating-table'

const countsOfTables = studyCountsSchema.omit({ sessions: true, ratings: true })
const countsSql = `SELECT
  (SELECT count(*) FROM dataset WHERE ${notStaged('dataset')}) AS "datasets",
  (SELECT count(*) FROM image WHERE ${notStaged('image')}) AS "images",
  (SELECT count(*) FROM model WHERE ${notStaged('model')}) AS "models",
  (SELECT count(*) FROM map) AS "maps",
  (SELECT count(*) FROM stimulus_set WHERE ${notStaged('stimulus_set')}) AS "stimulusSets",
  (SELECT count(*) FROM protocol) AS "protocols",
  (SELECT count(*) FROM plan WHERE ${notStaged('plan')}) AS "plans",
  (SELECT count(*) FROM plan_slot WHERE ${notStaged('plan_slot')}) AS "slots",
  (SELECT count(*) FROM plan_slot WHERE ${notStaged('plan_slot')} AND NOT EXISTS (SELECT 1 FROM session WHERE session.plan_slot_id = plan_slot.id
     AND session.batch_id IS NULL AND session.state <> 'aborted' AND session.excluded_at IS NULL)) AS "openSlots"`

const sessionRow = z.object({ state: z.enum(sessionStates), count: z.int() })
const jobRow = z.object({ kind: z.string(), state: jobStateSchema })

/** How many things of each kind the study holds. */
export function readCounts(database: StudyDatabase, ratings: Pick<RatingTable, 'counts'>): StudyCounts {
  const rows = database
    .statement(
      `SELECT state, count(*) AS "count" FROM session WHERE source = 'own' AND excluded_at IS NULL GROUP BY state`,
    )
    .all()
    .map((row) => sessionRow.parse(row))
  const sessions = Object.fromEntries(sessionStates.map((state) => [state, 0])) as Record<
    SessionState,
    number
  >
  for (const { state, count } of rows) sessions[state] = count
  const tables = countsOfTables.parse(database.statement(countsSql).get())
  return Object.freeze({ ...tables, sessions, ratings: ratings.counts() })
}

/** The newest job of each kind, the newest of all first. */
export function readNewestJobs(database: StudyDatabase): NewestJobs {
  return database
    .statement(
      'SELECT kind, state FROM job WHERE id IN (SELECT max(id) FROM job GROUP BY kind) ORDER BY id DESC',
    )
    .all()
    .map((row) => jobRow.parse(row))
}

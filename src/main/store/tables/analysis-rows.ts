import { z } from 'zod'
import { ratingSources, type RatingRow, type RatingTask } from '../../../shared/rating-row'
import { unknownClassName } from '../../../shared/records/data-records'
import { ratingAnswers } from '../../../shared/records/session-records'
import { unknownSitePrefix } from '../../../shared/records/study-records'
import type { StudyDatabase } from '../database/study-database'

type RatingSource = RatingRow['source']

/** Which answers to read. */
export interface AnalysisQuery<T extends RatingTask = RatingTask> {
  /** Kind of rating; practice, attention checks and screens of the protocol are none. */
  readonly task: T
  /** Named every time, so that simulated and imported answers are never taken for people's. */
  readonly source: RatingSource | readonly RatingSource[]
  readonly siteId?: string
  readonly protocolId?: string
  readonly planId?: string
  readonly stimulusSetId?: string
  /** An imported file or a simulation. */
  readonly batchId?: string
  /** Answers of excluded sessions too. Default false. */
  readonly withExcluded?: boolean
}

/** Where an answer is in the study, beside what statistics ask for. */
export interface RatingPlace {
  readonly ratingId: string
  readonly sessionId: string
  readonly raterGroup: string | null
  /** Milliseconds since the first frame of its session; null where it was not measured. */
  readonly onsetMs: number | null
  /** Why its session was set aside; null where it counts. */
  readonly exclusionReason: string | null
}

export type AnalysisRow<T extends RatingTask = RatingTask> = Extract<RatingRow, { task: T }> & RatingPlace

/** The columns in which the kinds of rating differ, as `rating-row.ts` describes them. */
const answerColumns = {
  classify: `shown.model_id AS "modelId", nullif(rating.answer, '${ratingAnswers.unknown}') AS "answer"`,
  likert: `shown.model_id AS "modelId",
    CASE rating.answer WHEN '${ratingAnswers.unknown}' THEN NULL ELSE CAST(rating.answer AS INTEGER) END AS "answer"`,
  pair: `coalesce(rating.left_model_id, shown.model_id) AS "leftModelId",
    CASE rating.left_model_id WHEN other.model_id THEN shown.model_id ELSE other.model_id END AS "rightModelId",
    rating.chosen_model_id AS "answer"`,
} as const satisfies Record<RatingTask, string>

const conditions = {
  siteId: 'session.site_id = @siteId',
  protocolId: 'session.protocol_id = @protocolId',
  planId: 'session.plan_slot_id IN (SELECT id FROM plan_slot WHERE plan_id = @planId)',
  stimulusSetId: 'stimulus.set_id = @stimulusSetId',
  batchId: 'session.batch_id = @batchId',
} as const satisfies Partial<Record<keyof AnalysisQuery, string>>

const fromSql = `FROM counted_rating AS rating
JOIN session ON session.id = rating.session_id
JOIN rater ON rater.id = session.rater_id
JOIN site ON site.id = session.site_id
JOIN stimulus ON stimulus.id = rating.stimulus_id
JOIN stimulus_part AS shown ON shown.stimulus_id = stimulus.id AND shown.position = 0
LEFT JOIN stimulus_part AS other ON other.stimulus_id = stimulus.id AND other.position = 1
WHERE rating.source IN (SELECT value FROM json_each(@sources)) AND rating.trial_type = @task
  AND rating.answer IS NOT NULL`

/** Reads answers for analysis, ordered by their ids. */
export function readForAnalysis<T extends RatingTask>(
  database: StudyDatabase,
  query: AnalysisQuery<T>,
): IterableIterator<AnalysisRow<T>> {
  const { task } = query
  const { where, parameters } = describeQuery(query)
  const sql = `SELECT rating.id AS "ratingId", session.id AS "sessionId", rater.rater_group AS "raterGroup",
    rating.onset_ms AS "onsetMs", session.exclusion_reason AS "exclusionReason", @task AS "task", session.rater_id AS "raterId", rating.stimulus_id AS "itemId",
    stimulus.image_id AS "imageId", nullif(stimulus.class_name, '${unknownClassName}') AS "className", rating.response_ms AS "responseMs",
    rating.source AS "source", nullif(site.prefix, '${unknownSitePrefix}') AS "site", ${answerColumns[task]}
    ${where} ORDER BY rating.id`
  return database.statement(sql).iterate(parameters) as IterableIterator<AnalysisRow<T>>
}

const countRow = z.object({ source: z.enum(ratingSources), count: z.int() })

/** How many rows a query would give, by source. */
export function countForAnalysis(
  database: StudyDatabase,
  query: Omit<AnalysisQuery, 'source'>,
): Readonly<Record<RatingSource, number>> {
  const { where, parameters } = describeQuery({ ...query, source: ratingSources })
  const sql = `SELECT rating.source AS "source", count(*) AS "count" ${where} GROUP BY rating.source`
  const rows = database.statement(sql).all(parameters)
  const found = rows.map((row) => countRow.parse(row))
  const counts = Object.fromEntries(found.map(({ source, count }) => [source, count]))
  return { own: 0, imported: 0, simulated: 0, ...counts }
}

function describeQuery({ task, source, withExcluded = false, ...filters }: AnalysisQuery) {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined)
  const wheres = given.map(([key]) => ` AND ${conditions[key as keyof typeof conditions]}`)
  if (!withExcluded) wheres.push(' AND session.excluded_at IS NULL')
  const sources = JSON.stringify(typeof source === 'string' ? [source] : source)
  return { where: fromSql + wheres.join(''), parameters: { task, sources, ...Object.fromEntries(given) } }
}

const checksRow = z.object({ raterId: z.string(), shown: z.int(), failed: z.int() })
export type CheckCounts = Readonly<Omit<z.infer<typeof checksRow>, 'raterId'>>

/** Attention checks that raters were shown and failed. */
export function readAttentionChecks(database: StudyDatabase): ReadonlyMap<string, CheckCounts> {
  const sql = `SELECT session.rater_id AS "raterId", count(*) AS "shown",
      count(*) FILTER (WHERE json_extract(rating.data, '$.hasPassed') = 0) AS "failed"
    FROM counted_rating AS rating JOIN session ON session.id = rating.session_id
    WHERE rating.trial_type = 'attention-check' AND session.excluded_at IS NULL GROUP BY session.rater_id`
  const rows = database.statement(sql).all()
  return new Map(rows.map((row) => checksRow.parse(row)).map(({ raterId, ...counts }) => [raterId, counts]))
}

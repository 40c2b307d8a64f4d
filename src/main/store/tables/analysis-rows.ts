import type { RatingSource } from '../../../shared/records/common'
import type { StudyDatabase } from '../database/study-database'

/** Which answers to read. */
export interface AnalysisQuery {
  /** Named every time, so that simulated and imported answers are never taken for people's. */
  readonly source: RatingSource | readonly RatingSource[]
  /** As `classify`; named every time, so that attention checks are never taken for ratings. */
  readonly trialType: string
  readonly siteId?: string
  readonly protocolId?: string
  readonly planId?: string
  readonly stimulusSetId?: string
  /** An imported file or a simulation. */
  readonly batchId?: string
  /** Answers of excluded sessions too. Default false. */
  readonly withExcluded?: boolean
}

/** One answer with all that statistics ask for. */
export interface AnalysisRow {
  readonly ratingId: string
  readonly sessionId: string
  readonly raterId: string
  readonly raterGroup: string | null
  /** The stimulus, which is the unit of agreement. */
  readonly itemId: string
  readonly imageId: string
  /** The model shown, or the first of a pair; which side it was on is not part of this. */
  readonly modelId: string
  /** The second model of a pair; null for a single one. */
  readonly otherModelId: string | null
  /** The true class. */
  readonly class: string
  /** The category; `model` where a model was chosen. */
  readonly answer: string
  readonly chosenModelId: string | null
  readonly responseMs: number | null
  readonly source: RatingSource
  /** The site's prefix. */
  readonly site: string
  readonly isExcluded: 0 | 1
}

const conditions = {
  siteId: 'session.site_id = @siteId',
  protocolId: 'session.protocol_id = @protocolId',
  planId: 'session.plan_slot_id IN (SELECT id FROM plan_slot WHERE plan_id = @planId)',
  stimulusSetId: 'stimulus.set_id = @stimulusSetId',
  batchId: 'session.batch_id = @batchId',
} as const satisfies Partial<Record<keyof AnalysisQuery, string>>

const selectSql = `SELECT rating.id AS "ratingId", session.id AS "sessionId", session.rater_id AS "raterId",
  rater.rater_group AS "raterGroup", rating.stimulus_id AS "itemId", stimulus.image_id AS "imageId",
  shown.model_id AS "modelId", other.model_id AS "otherModelId", stimulus.class_name AS "class",
  rating.answer AS "answer", rating.chosen_model_id AS "chosenModelId", rating.response_ms AS "responseMs",
  rating.source AS "source", site.prefix AS "site", session.excluded_at IS NOT NULL AS "isExcluded"
FROM counted_rating AS rating
JOIN session ON session.id = rating.session_id
JOIN rater ON rater.id = session.rater_id
JOIN site ON site.id = session.site_id
JOIN stimulus ON stimulus.id = rating.stimulus_id
JOIN stimulus_part AS shown ON shown.stimulus_id = stimulus.id AND shown.position = 0
LEFT JOIN stimulus_part AS other ON other.stimulus_id = stimulus.id AND other.position = 1
WHERE rating.source IN (SELECT value FROM json_each(@sources)) AND rating.trial_type = @trialType`

/** Reads answers for analysis, ordered by their ids. */
export function readForAnalysis(
  database: StudyDatabase,
  query: AnalysisQuery,
): IterableIterator<AnalysisRow> {
  const { source, trialType, withExcluded = false, ...filters } = query
  const given = Object.entries(filters).filter(([, value]) => value !== undefined)
  const wheres = given.map(([key]) => ` AND ${conditions[key as keyof typeof conditions]}`)
  if (!withExcluded) wheres.push(' AND session.excluded_at IS NULL')
  const sources = JSON.stringify(typeof source === 'string' ? [source] : source)
  return database
    .statement(`${selectSql}${wheres.join('')} ORDER BY rating.id`)
    .iterate({ sources, trialType, ...Object.fromEntries(given) }) as IterableIterator<AnalysisRow>
}

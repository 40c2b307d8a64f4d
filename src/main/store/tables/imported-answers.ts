import { z } from 'zod'
import { notStaged } from '../database/staged-rows'
import type { StudyDatabase } from '../database/study-database'

/** An imported answer as it is stored, by the names in its file. */
export interface ImportedAnswer {
  readonly trialKey: string
  /** The item in its file. */
  readonly item: string
  readonly raterCode: string
  readonly answer: string | null
  readonly chosenModel: string | null
  readonly leftModel: string | null
  readonly fileName: string
  /** In that file; null where it was not recorded. */
  readonly line: number | null
}

const text = z.string()
const answerRow = z.object({
  trialKey: text,
  item: text,
  raterCode: text,
  answer: text.nullable(),
  chosenModel: text.nullable(),
  leftModel: text.nullable(),
  fileName: text,
  line: z.int().nullable(),
}) satisfies z.ZodType<ImportedAnswer>

/** Imported answers by their keys, those that are not there left out. */
export function readImportedAnswers(
  database: StudyDatabase,
  trialKeys: readonly string[],
): ReadonlyMap<string, ImportedAnswer> {
  const rows = database
    .statement(
      `SELECT rating.trial_key AS "trialKey", stimulus.key AS "item", rater.code AS "raterCode",
         rating.answer AS "answer", chosen.name AS "chosenModel", left_model.name AS "leftModel",
         batch.name AS "fileName", json_extract(rating.data, '$.line') AS "line"
       FROM json_each(?) AS wanted
       JOIN rating ON rating.trial_key = wanted.value AND rating.source = 'imported'
       JOIN session ON session.id = rating.session_id AND ${notStaged('session')}
       JOIN rater ON rater.id = session.rater_id
       JOIN batch ON batch.id = session.batch_id
       JOIN stimulus ON stimulus.id = rating.stimulus_id
       LEFT JOIN model AS chosen ON chosen.id = rating.chosen_model_id
       LEFT JOIN model AS left_model ON left_model.id = rating.left_model_id`,
    )
    .all([JSON.stringify(trialKeys)])
  return new Map(
    rows.map((row) => {
      const answer = answerRow.parse(row)
      return [answer.trialKey, answer]
    }),
  )
}

const counts = z.object({ ratings: z.int(), raters: z.int() })

/** Imported answers to the stimuli of a set. */
export function countOfSet(database: StudyDatabase, stimulusSetId: string): number {
  const sql = `SELECT count(*) AS "ratings", 0 AS "raters" FROM counted_rating AS rating
    JOIN stimulus ON stimulus.id = rating.stimulus_id WHERE stimulus.set_id = ? AND rating.source = 'imported'`
  return counts.parse(database.statement(sql).get([stimulusSetId])).ratings
}

/** Answers of a batch, and how many raters gave them. */
export function countOfBatch(database: StudyDatabase, batchId: string): z.infer<typeof counts> {
  const sql = `SELECT count(*) AS "ratings", count(DISTINCT session.rater_id) AS "raters"
    FROM counted_rating AS rating JOIN session ON session.id = rating.session_id WHERE session.batch_id = ?`
  return counts.parse(database.statement(sql).get([batchId]))
}

import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { StudioError } from '../../../shared/errors'
import {
  ratingSchema,
  ratingUndoSchema,
  sessionSchema,
  type Rating,
  type RatingUndo,
} from '../../../shared/records/session-records'
import { createRecordTable, type RecordTable } from '../database/record-table'
import { notStaged } from '../database/staged-rows'
import { timestampOf } from '../environment'
import type { RatingTask } from '../../../shared/rating-row'
import {
  countForAnalysis,
  readAttentionChecks,
  readForAnalysis,
  type AnalysisQuery,
  type AnalysisRow,
  type CheckCounts,
} from './analysis-rows'
import { countOfBatch, countOfSet, readImportedAnswers, type ImportedAnswer } from './imported-answers'
import type { TableContext } from './table-context'

/** An answer as a caller gives it; what is left out was not measured. */
export interface NewRating extends Pick<Rating, 'sessionId' | 'trialType'> {
  /** Made where the answer was given; sending it again then stores it once. */
  readonly id?: string
  readonly planTrialId?: string | null
  /** The screen, unique in its session; may be left out for a trial of the plan, whose id it then is. */
  readonly trialKey?: string
  readonly stimulusId?: string | null
  readonly answer?: string | null
  readonly chosenModelId?: string | null
  readonly leftModelId?: string | null
  readonly data?: Rating['data']
  readonly onsetMs?: number | null
  readonly responseMs?: number | null
  readonly frameIntervalMs?: number | null
  readonly focusLosses?: number
  readonly fullScreenExits?: number
  readonly hiddenMs?: number
  readonly inputDevice?: string | null
  /** Of an imported answer; otherwise now. */
  readonly recordedAt?: string
}

/** Answers: rows are only added. */
export interface RatingTable {
  /**
   * Stores an answer. When this returns it is on the disk (fsync), and survives a power cut. An answer with an id that
   * is stored already, and says the same, is acknowledged once more.
   * @throws StudioError `store/conflict` for a trial that has an answer, or an id that was used for another answer;
   * `store/refused` for one that does not fit its session, trial or stimulus
   */
  append(rating: NewRating): Rating
  /** Stores all of them, or none, in one transaction. Errors as `append`. */
  appendAll(ratings: Iterable<NewRating>): number
  /** Takes an answer back: it stays, and its trial may be answered once more. @throws StudioError `store/conflict` */
  undo(ratingId: string, reason: string): RatingUndo
  get(id: string): Rating
  find(id: string): Rating | undefined
  /** Answers that count, in the order in which they were given. */
  ofSession(sessionId: string): readonly Rating[]
  /** Every answer ever given in a session, those taken back included. */
  history(sessionId: string): readonly (Rating & { readonly undo: RatingUndo | null })[]
  /** Ids of the plan's trials that have an answer that counts. */
  answeredTrials(sessionId: string): ReadonlySet<string>
  /** Of keys, those under which an imported answer is stored, with what the study knows of it. */
  importedUnder(trialKeys: readonly string[]): ReadonlyMap<string, ImportedAnswer>
  /** Imported answers to the stimuli of a set. */
  countOfSet(stimulusSetId: string): number
  /** Imported answers of a batch, and how many raters gave them. */
  countOfBatch(batchId: string): { readonly ratings: number; readonly raters: number }
  /** How many rows `forAnalysis` would give, by source. */
  countsForAnalysis(query: Omit<AnalysisQuery, 'source'>): Readonly<Record<Rating['source'], number>>
  /** Attention checks that raters were shown and failed, by rater, without excluded sessions. */
  attentionChecks(): ReadonlyMap<string, CheckCounts>
  /** How many answers count, by source. */
  counts(): Readonly<Record<Rating['source'], number>>
  /**
   * Answers to one kind of rating that count, as plain rows in the order of their ids. Excluded sessions are left out
   * unless asked for, and so are trials whose time ran out. Take all rows, or leave the loop, before the study is
   * written to.
   */
  forAnalysis<T extends RatingTask>(query: AnalysisQuery<T>): IterableIterator<AnalysisRow<T>>
}

/** An answer has its session's source, and counting by session reads an index instead of 100,000 wide rows. */
const countsSql = `SELECT source, sum("count") AS "count" FROM (
    SELECT session.source, (SELECT count(*) FROM rating WHERE rating.session_id = session.id) AS "count" FROM session
    WHERE ${notStaged('session')}
    UNION ALL
    SELECT rating.source, -1 FROM rating_undo JOIN rating ON rating.id = rating_undo.rating_id
  ) GROUP BY source`

const trialRow = z.object({ planTrialId: z.string() })
const countRow = z.object({ source: ratingSchema.shape.source, count: z.int() })

export function createRatingTable(context: TableContext): RatingTable {
  const { database, environment } = context
  const ratings = createRecordTable(database, { table: 'rating', schema: ratingSchema, json: ['data'] })
  const undone = createRecordTable(database, { table: 'rating_undo', schema: ratingUndoSchema })
  const append = createAppend(context, ratings)
  const uncounted = 'SELECT rating_id FROM rating_undo'
  return {
    append,
    appendAll: (given) =>
      database.transaction(() => {
        let count = 0
        for (const rating of given) {
          append(rating)
          count++
        }
        return count
      }),
    undo: (ratingId, reason) =>
      undone.insert({ ratingId: ratings.require(ratingId).id, reason, recordedAt: timestampOf(environment) }),
    get: ratings.require,
    find: (id) => ratings.firstWhere('id = ?', [id]),
    ofSession: (sessionId) =>
      ratings.where(`session_id = ? AND id NOT IN (${uncounted}) ORDER BY rowid`, [sessionId]),
    history: (sessionId) => {
      const taken = undone.where('rating_id IN (SELECT id FROM rating WHERE session_id = ?)', [sessionId])
      const undoOf = new Map(taken.map((undo) => [undo.ratingId, undo]))
      return ratings
        .where('session_id = ? ORDER BY rowid', [sessionId])
        .map((rating) => Object.freeze({ ...rating, undo: undoOf.get(rating.id) ?? null }))
    },
    answeredTrials: (sessionId) => {
      const rows = database
        .statement(
          `SELECT plan_trial_id AS "planTrialId" FROM counted_rating
           WHERE session_id = ? AND plan_trial_id IS NOT NULL`,
        )
        .all([sessionId])
      return new Set(rows.map((row) => trialRow.parse(row).planTrialId))
    },
    counts: () => {
      const rows = database.statement(countsSql).all()
      const found = rows.map((row) => countRow.parse(row))
      return {
        own: 0,
        simulated: 0,
        imported: 0,
        ...Object.fromEntries(found.map((row) => [row.source, row.count])),
      }
    },
    importedUnder: (trialKeys) => readImportedAnswers(database, trialKeys),
    countOfSet: (stimulusSetId) => countOfSet(database, stimulusSetId),
    countOfBatch: (batchId) => countOfBatch(database, batchId),
    countsForAnalysis: (query) => countForAnalysis(database, query),
    attentionChecks: () => readAttentionChecks(database),
    forAnalysis: (query) => readForAnalysis(database, query),
  }
}

const sessionRow = z.object({ source: sessionSchema.shape.source, undone: z.int() })

function createAppend(
  { database, environment }: TableContext,
  ratings: RecordTable<typeof ratingSchema>,
): RatingTable['append'] {
  /** The session's source, and how often its trial's answer was taken back. */
  const lookUp = (sessionId: string, trialKey: string) => {
    const row = database
      .statement(
        `SELECT source, (SELECT count(*) FROM rating JOIN rating_undo ON rating_undo.rating_id = rating.id
           WHERE rating.session_id = session.id AND rating.trial_key = ?) AS "undone" FROM session WHERE id = ?`,
      )
      .get([trialKey, sessionId])
    if (row !== undefined) return sessionRow.parse(row)
    throw new StudioError('store/not-found', `The study has no session with the id ${sessionId}.`)
  }
  return (given) => {
    const trialKey = given.trialKey ?? given.planTrialId
    if (trialKey === undefined || trialKey === null) {
      throw new StudioError(
        'store/refused',
        'The rating was not stored: it needs a planTrialId or a trialKey.',
      )
    }
    const known = given.id === undefined ? undefined : ratings.firstWhere('id = ?', [given.id])
    if (known !== undefined) return acknowledge(known, { ...given, trialKey })
    const { source, undone } = lookUp(given.sessionId, trialKey)
    const id = given.id ?? environment.newId()
    return ratings.insert({
      ...optionalFields,
      ...given,
      id,
      source,
      trialKey,
      attempt: undone + 1,
      recordedAt: given.recordedAt ?? timestampOf(environment),
    })
  }
}

const optionalFields = {
  planTrialId: null,
  stimulusId: null,
  answer: null,
  chosenModelId: null,
  leftModelId: null,
  data: {},
  onsetMs: null,
  responseMs: null,
  frameIntervalMs: null,
  focusLosses: 0,
  fullScreenExits: 0,
  hiddenMs: 0,
  inputDevice: null,
} as const

/** The stored answer, if the one sent again says the same. @throws StudioError `store/conflict` */
function acknowledge(stored: Rating, given: NewRating): Rating {
  const repeated = { ...stored, ...optionalFields, ...given, recordedAt: stored.recordedAt }
  if (isDeepStrictEqual(repeated, { ...stored })) return stored
  throw new StudioError(
    'store/conflict',
    `The rating ${stored.id} is stored already and says something else (${stored.trialKey}: ${stored.answer}, ` +
      `not ${repeated.answer}). An answer is never changed: take it back, and give the new one an id of its own.`,
  )
}

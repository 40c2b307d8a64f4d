import type { AnalysisDesign } from '../../../shared/analysis-design'
import type { RatingRow } from '../../../shared/rating-row'
import type { StudyStore } from '../../store/study-store'

/** Ratings with their design, by the same names. */
export interface NamedRatings {
  readonly rows: readonly RatingRow[]
  readonly design: AnalysisDesign
}

/**
 * The same ratings with models and raters by the names that people know them by instead of their ids: findings speak of
 * both. Raters of several batches may share a code; those keep the end of their id behind it, so that two people never
 * become one.
 */
export function withNames(study: StudyStore, { rows, design }: NamedRatings): NamedRatings {
  const modelNames = new Map(design.models.map(({ modelId, label }) => [modelId, label]))
  const raterNames = raterCodes(
    study,
    design.raters.map(({ raterId }) => raterId),
  )
  const model = (id: string): string => modelNames.get(id)!
  const rater = (id: string): string => raterNames.get(id)!
  return {
    rows: rows.map((row) => renamed(row, model, rater)),
    design: {
      ...design,
      models: design.models.map((each) => ({ ...each, modelId: model(each.modelId) })),
      raters: design.raters.map((each) => ({ ...each, raterId: rater(each.raterId) })),
      predictions: design.predictions.map((each) => ({ ...each, modelId: model(each.modelId) })),
    },
  }
}

type Rename = (id: string) => string

function renamed(row: RatingRow, model: Rename, rater: Rename): RatingRow {
  const raterId = rater(row.raterId)
  if (row.task !== 'pair') return { ...row, raterId, modelId: model(row.modelId) }
  return {
    ...row,
    raterId,
    leftModelId: model(row.leftModelId),
    rightModelId: model(row.rightModelId),
    answer: row.answer === null ? null : model(row.answer),
  }
}

function raterCodes(study: StudyStore, raterIds: readonly string[]): ReadonlyMap<string, string> {
  const codes = raterIds.map((id) => ({ id, code: study.raters.get(id).code }))
  const holders = Map.groupBy(codes, ({ code }) => code)
  return new Map(
    codes.map(({ id, code }) => [id, holders.get(code)!.length === 1 ? code : `${code} (${id.slice(-6)})`]),
  )
}

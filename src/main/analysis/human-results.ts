import type { ClassifyRow, LikertRow, PairRow } from '../../shared/rating-row'
import { preferenceFit } from './bradley-terry'
import { crossedClusters, type CrossedClusters } from './crossed-clusters'
import type { InfluencedEstimate } from './joint-intervals'

/** What people made of one model. */
export interface HumanResult extends InfluencedEstimate {
  readonly modelId: string
  readonly n: number
}

/** What people made of each model, from the same ratings. */
export interface HumanResults {
  readonly results: readonly HumanResult[]
  readonly clusters: CrossedClusters
}

/** Share of ratings that name the true class, by model. */
export function accuracyResults(rows: readonly ClassifyRow[], modelIds: readonly string[]): HumanResults {
  const known = rows.filter(({ className }) => className !== null)
  return meansByModel(known, modelIds, ({ answer, className }) => Number(answer === className))
}

/** Mean rating, by model. */
export function ratingResults(rows: readonly LikertRow[], modelIds: readonly string[]): HumanResults {
  const answered = rows.filter(({ answer }) => answer !== null)
  return meansByModel(answered, modelIds, ({ answer }) => answer!)
}

/** Log strength in Davidson's model, by model; none where it has no finite fit. */
export function preferenceResults(rows: readonly PairRow[], modelIds: readonly string[]): HumanResults {
  const { models, fit, influences, clusters } = preferenceFit(rows, modelIds)
  const results = models.flatMap((modelId, model) =>
    fit ? [{ modelId, value: fit.logStrengths[model]!, n: rows.length, influence: influences[model]! }] : [],
  )
  return { results, clusters }
}

function meansByModel<R extends ClassifyRow | LikertRow>(
  rows: readonly R[],
  modelIds: readonly string[],
  valueOf: (row: R) => number,
): HumanResults {
  const results = modelIds.flatMap((modelId) => {
    const own = rows.filter((row) => row.modelId === modelId)
    if (own.length === 0) return []
    const value = own.reduce((sum, row) => sum + valueOf(row), 0) / own.length
    const influence = Float64Array.from(rows, (row) =>
      row.modelId === modelId ? (valueOf(row) - value) / own.length : 0,
    )
    return [{ modelId, value, n: own.length, influence }]
  })
  return { results, clusters: crossedClusters(rows) }
}

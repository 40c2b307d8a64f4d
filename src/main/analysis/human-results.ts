import type { ClassifyRow, LikertRow, PairRow } from '../../shared/rating-row'
import { clusterBootstrap, pooledReplicates } from './cluster-bootstrap'
import { fitDavidson } from './davidson'
import { indexIds } from './index-ids'
import type { Resampling } from './resampling'
import type { HumanResult } from './sweet-spot'

/** The mean of a value per model, with the same resamples of raters and images for all models. */
function meansByModel(
  rows: readonly (ClassifyRow | LikertRow)[],
  {
    modelIds,
    valueOf,
    resampling,
  }: {
    modelIds: readonly string[]
    valueOf: (row: ClassifyRow | LikertRow) => number
    resampling: Resampling
  },
): HumanResult[] {
  const place = new Map(modelIds.map((id, index) => [id, index]))
  const observed = {
    raterOf: indexIds(rows.map(({ raterId }) => raterId)).indexOf,
    imageOf: indexIds(rows.map(({ imageId }) => imageId)).indexOf,
    cellOf: Int32Array.from(rows, ({ modelId }) => place.get(modelId) ?? -1),
    value: Float64Array.from(rows, valueOf),
    cells: modelIds.length,
  }
  const { replicates, seed } = resampling
  const resampled =
    replicates > 0 ? clusterBootstrap(observed, { replicates, seed, purpose: 'sweet spot' }) : null
  return modelIds.map((modelId, cell) => {
    const own = observed.value.filter((_, row) => observed.cellOf[row] === cell)
    return {
      modelId,
      value: own.reduce((sum, value) => sum + value, 0) / own.length,
      n: own.length,
      replicates: resampled && pooledReplicates(resampled, [cell]),
    }
  })
}

/** Share of ratings that name the true class, by model. */
export function accuracyResults(
  rows: readonly ClassifyRow[],
  modelIds: readonly string[],
  resampling: Resampling,
): HumanResult[] {
  const known = rows.filter(({ className }) => className !== null)
  return meansByModel(known, {
    modelIds,
    valueOf: ({ answer, className }) => Number(answer === className),
    resampling,
  })
}

/** Mean rating, by model. */
export function ratingResults(
  rows: readonly LikertRow[],
  modelIds: readonly string[],
  resampling: Resampling,
): HumanResult[] {
  const answered = rows.filter(({ answer }) => answer !== null)
  return meansByModel(answered, { modelIds, valueOf: ({ answer }) => Number(answer), resampling })
}

/** Log strength in Davidson's model, by model; NaN for all where it has no finite fit. */
export function preferenceResults(
  rows: readonly PairRow[],
  modelIds: readonly string[],
  resampling: Resampling,
): HumanResult[] {
  const compared = modelIds.filter((id) =>
    rows.some(({ leftModelId, rightModelId }) => leftModelId === id || rightModelId === id),
  )
  const place = new Map(compared.map((id, index) => [id, index]))
  const pairs = compared.flatMap((_, first) =>
    compared.slice(first + 1).map((__, offset) => ({ first, second: first + 1 + offset })),
  )
  const pairAt = new Map(pairs.map(({ first, second }, index) => [first * compared.length + second, index]))
  const cellOf = Int32Array.from(rows, ({ leftModelId, rightModelId, answer }) => {
    const sides = [place.get(leftModelId)!, place.get(rightModelId)!]
    const [first, second] = [Math.min(...sides), Math.max(...sides)]
    const outcome = answer === null ? 2 : Number(answer !== compared[first])
    return 3 * pairAt.get(first * compared.length + second)! + outcome
  })
  const strengthsOf = (counts: ArrayLike<number>, offset: number): readonly number[] => {
    const counted = pairs.map((pair, index) => ({
      ...pair,
      firstWins: counts[offset + 3 * index]!,
      secondWins: counts[offset + 3 * index + 1]!,
      ties: counts[offset + 3 * index + 2]!,
    }))
    return fitDavidson(compared.length, counted)?.logStrengths ?? compared.map(() => NaN)
  }
  const cells = 3 * pairs.length
  const counts = new Float64Array(cells)
  for (const cell of cellOf) counts[cell]!++
  const values = strengthsOf(counts, 0)
  const resampled = resampledStrengths(rows, { cellOf, cells, strengthsOf, resampling })
  return compared.map((modelId, model) => ({
    modelId,
    value: values[model]!,
    n: rows.length,
    replicates: resampled && Float64Array.from(resampled, (strengths) => strengths[model]!),
  }))
}

interface Strengths {
  readonly cellOf: Int32Array
  readonly cells: number
  readonly strengthsOf: (counts: ArrayLike<number>, offset: number) => readonly number[]
  readonly resampling: Resampling
}

function resampledStrengths(
  rows: readonly PairRow[],
  { cellOf, cells, strengthsOf, resampling }: Strengths,
): (readonly number[])[] | null {
  const { replicates, seed } = resampling
  if (replicates === 0) return null
  const { totals } = clusterBootstrap(
    {
      raterOf: indexIds(rows.map(({ raterId }) => raterId)).indexOf,
      imageOf: indexIds(rows.map(({ imageId }) => imageId)).indexOf,
      cellOf,
      value: new Float64Array(rows.length),
      cells,
    },
    { replicates, seed, purpose: 'sweet spot' },
  )
  return Array.from({ length: replicates }, (_, replicate) => strengthsOf(totals, replicate * cells))
}

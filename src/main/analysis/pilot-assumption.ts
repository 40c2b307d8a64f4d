import type { StudyAssumption } from '../../shared/analysis-planning'
import type { ClassifyRow } from '../../shared/rating-row'

/**
 * What a pilot says about raters and images, as assumptions to plan a larger study with: accuracies per model, and how
 * much raters, images and items differ.
 *
 * Deviations come from mean products of residuals of two ratings that share a rater, an image or an item. They are of
 * probabilities, and are brought to the logit scale by its slope, 1 / (p (1 - p)): a first guess, too small where raters
 * or images differ a lot. Accuracies are brought from means to medians by √(1 + 0.346 σ²) (Zeger, Liang and Albert 1988).
 * Models without a rating are left out; accuracies are held between .01 and .99.
 */
export function pilotAssumption(
  rows: readonly ClassifyRow[],
  modelIds: readonly string[],
): Extract<StudyAssumption, { task: 'classify' }> {
  const known = rows.filter(({ className, modelId }) => className !== null && modelIds.includes(modelId))
  const isCorrect = ({ answer, className }: ClassifyRow): boolean => answer === className
  const shareOf = (own: readonly ClassifyRow[]): number => own.filter(isCorrect).length / own.length
  const shares = new Map(
    [...Map.groupBy(known, ({ modelId }) => modelId)].map(([modelId, own]) => [modelId, shareOf(own)]),
  )
  const residuals = known.map((row) => ({ row, residual: Number(isCorrect(row)) - shares.get(row.modelId)! }))
  const overall = held(shareOf(known))
  const slope = 1 / (overall * (1 - overall))
  const deviation = (variance: number): number => slope * Math.sqrt(Math.max(0, variance))
  const ofItem = meanProduct(residuals, ({ itemId }) => itemId)
  const ofImage = meanProduct(
    residuals,
    ({ imageId }) => imageId,
    ({ itemId }) => itemId,
  )
  const raterDeviation = deviation(meanProduct(residuals, ({ raterId }) => raterId))
  const imageDeviation = deviation(ofImage)
  const itemDeviation = deviation(ofItem - Math.max(0, ofImage))
  const total = raterDeviation ** 2 + imageDeviation ** 2 + itemDeviation ** 2
  const wrong = known.filter((row) => !isCorrect(row))
  return {
    task: 'classify',
    accuracies: Object.fromEntries(
      [...shares].map(([modelId, share]) => [modelId, medianShare(share, total)]),
    ),
    dontKnowShare:
      wrong.length === 0 ? 0 : wrong.filter(({ answer }) => answer === null).length / wrong.length,
    raterDeviation,
    imageDeviation,
    itemDeviation,
  }
}

interface Residual {
  readonly row: ClassifyRow
  readonly residual: number
}

/**
 * The mean product of two residuals that share a group, but not a part of it: single ratings where no part is given.
 * 0 where there are no such two.
 */
function meanProduct(
  residuals: readonly Residual[],
  groupOf: (row: ClassifyRow) => string,
  partOf?: (row: ClassifyRow) => string,
): number {
  let products = 0
  let pairs = 0
  for (const group of Map.groupBy(residuals, ({ row }) => groupOf(row)).values()) {
    const parts = partOf
      ? [...Map.groupBy(group, ({ row }) => partOf(row)).values()]
      : group.map((residual) => [residual])
    const sums = parts.map((part) => part.reduce((sum, { residual }) => sum + residual, 0))
    products +=
      sums.reduce((sum, each) => sum + each, 0) ** 2 - sums.reduce((sum, each) => sum + each * each, 0)
    pairs += group.length ** 2 - parts.reduce((sum, part) => sum + part.length ** 2, 0)
  }
  return pairs === 0 ? 0 : products / pairs
}

function medianShare(share: number, logitVariance: number): number {
  const logit = Math.log(held(share) / (1 - held(share)))
  return held(1 / (1 + Math.exp(-logit * Math.sqrt(1 + 0.346 * logitVariance))))
}

/** Away from 0 and 1, where there are no logits. */
function held(share: number): number {
  return Math.min(0.99, Math.max(0.01, share))
}

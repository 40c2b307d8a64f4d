import type { Estimate } from '../../shared/analysis-estimate'
import type { LikertDistribution, LikertResult } from '../../shared/analysis-likert'
import { StudioError } from '../../shared/errors'
import type { LikertRow } from '../../shared/rating-row'
import { clusteredMean } from './clustered-mean'
import { LikertGrid, type Scale } from './likert-grid'
import { likertTests } from './likert-tests'
import { percentileInterval } from './quantile'
import type { Resampling } from './resampling'

/**
 * Ratings on an ordered scale per model, and per model and class: distributions with mean and median, and rank tests
 * between models. "I don't know" is counted apart.
 *
 * @throws StudioError `analysis/bad-input` for answers outside of the scale
 */
export function likertRatings(
  rows: readonly LikertRow[],
  { modelIds, scale, resampling }: { modelIds: readonly string[]; scale: Scale; resampling: Resampling },
): LikertResult {
  const used = rows.filter(({ modelId }) => modelIds.includes(modelId))
  checkScale(used, scale)
  const answered = used.filter(({ answer }) => answer !== null)
  const grid = new LikertGrid(answered, modelIds, { scale, resampling })
  const distributionOf = (model: number, className: string | null): LikertDistribution => {
    const counts = grid.distribution(model, className)
    const dontKnow = used.filter(
      (row) =>
        row.answer === null &&
        row.modelId === modelIds[model] &&
        (className === null || row.className === className),
    ).length
    const own = answered.filter(
      (row) => row.modelId === modelIds[model] && (className === null || row.className === className),
    )
    return {
      modelId: modelIds[model]!,
      className,
      points: grid.points.map((point, index) => ({ point, count: counts[index]! })),
      dontKnow,
      mean: clusteredMean('Mean rating', own, { valueOf: ({ answer }) => answer!, level: resampling.level }),
      median: medianEstimate(weightedMedian(grid.points, counts), {
        replicates: grid.replicates(model, className, (weights) => weightedMedian(grid.points, weights)),
        n: own.length,
        resampling,
      }),
    }
  }
  return {
    byModel: modelIds.map((_, model) => distributionOf(model, null)),
    byModelAndClass: modelIds.flatMap((_, model) =>
      grid.classes.map((className) => distributionOf(model, className)),
    ),
    tests: likertTests(answered, modelIds, resampling.level),
  }
}

function checkScale(rows: readonly LikertRow[], { minimum, maximum }: Scale): void {
  const outside = rows.find(({ answer }) => answer !== null && (answer < minimum || answer > maximum))
  if (!outside) return
  throw new StudioError(
    'analysis/bad-input',
    `${outside.raterId} rated ${outside.itemId} with ${outside.answer}, but the scale goes from ${minimum} to ${maximum}. ` +
      "Give the design the scale that was shown, or correct the rating's file.",
  )
}

/** The middle of the two points around one half, as medians of single ratings are; NaN without weight. */
function weightedMedian(points: readonly number[], weights: Float64Array): number {
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2
  let below = 0
  for (const [index, point] of points.entries()) {
    below += weights[index]!
    if (below > half) return point
    if (below === half && half > 0) {
      const next = weights.findIndex((weight, other) => other > index && weight > 0)
      return (point + points[next]!) / 2
    }
  }
  return NaN
}

function medianEstimate(
  value: number,
  { replicates, n, resampling }: { replicates: Float64Array | null; n: number; resampling: Resampling },
): Estimate {
  const name = 'Median rating'
  if (n === 0)
    return { estimate: null, interval: null, method: `${name}; undefined: no ratings`, n, seed: null }
  if (!replicates) return { estimate: value, interval: null, method: name, n, seed: null }
  return {
    estimate: value,
    interval: percentileInterval(replicates, value, resampling.level),
    method: `${name}; percentile interval of ${resampling.replicates} bootstrap resamples of raters and images (Owen 2007)`,
    n,
    seed: resampling.seed,
  }
}

import type { Interval } from '../../shared/analysis-estimate'

/**
 * The quantile of a sorted list by linear interpolation between its order statistics (Hyndman and Fan's type 7, the
 * default of R and NumPy). NaN for an empty list.
 *
 * @param probability in [0, 1]
 */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  if (sorted.length === 0) return NaN
  const position = (sorted.length - 1) * probability
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!)
}

/**
 * The percentile interval of bootstrap replicates (Efron and Tibshirani 1993, chapter 13), widened where needed to hold
 * the estimate: resampling is biased for agreement, and an estimate outside its own interval helps nobody. Replicates
 * that are NaN are left out. Null where none is left.
 */
export function percentileInterval(
  replicates: Float64Array,
  estimate: number,
  level: number,
): Interval | null {
  const defined = replicates.filter((value) => !Number.isNaN(value)).sort()
  if (defined.length === 0) return null
  const tail = (1 - level) / 2
  return {
    lower: Math.min(estimate, quantileOfSorted(defined, tail)),
    upper: Math.max(estimate, quantileOfSorted(defined, 1 - tail)),
    level,
  }
}

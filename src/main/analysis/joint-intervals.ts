import type { Interval } from '../../shared/analysis-estimate'
import { quantileOfSorted } from './quantile'

/**
 * Intervals that all hold their true values at once with the level's confidence: estimate ± c · s, where s is the
 * standard deviation of each number's resamples and c the quantile of the largest |resample - estimate| / s over all
 * numbers (the max-t bootstrap; Westfall and Young 1993). Resamples in which any number is NaN are left out.
 *
 * @param replicates of each number, from the same resamples
 * @returns null where fewer than two resamples are left
 */
export function jointIntervals(
  estimates: readonly number[],
  replicates: readonly Float64Array[],
  level: number,
): Interval[] | null {
  const length = replicates[0]?.length ?? 0
  const used = Array.from({ length }, (_, index) => index).filter((index) =>
    replicates.every((values) => !Number.isNaN(values[index])),
  )
  if (used.length < 2) return null
  const deviations = replicates.map((values) => standardDeviation(used.map((index) => values[index]!)))
  const largest = used.map((index) =>
    Math.max(
      ...estimates.map((estimate, number) => {
        const deviation = deviations[number]!
        return deviation > 0 ? Math.abs(replicates[number]![index]! - estimate) / deviation : 0
      }),
    ),
  )
  const critical = quantileOfSorted(Float64Array.from(largest).sort(), level)
  return estimates.map((estimate, number) => ({
    lower: estimate - critical * deviations[number]!,
    upper: estimate + critical * deviations[number]!,
    level,
  }))
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}

import { StudioError } from '../../shared/errors'

/**
 * The compression rates of an iterative run up to `finalRate`, as published: each step prunes half of what is
 * left (2, 4, 8, ...), and a last, smaller step where the final rate is no power of two (10: 2, 4, 8, 10).
 * @param finalRate above 1
 * @throws StudioError `pruning/bad-request`
 */
export function halvingSchedule(finalRate: number): readonly number[] {
  checkSchedule([finalRate])
  const rates: number[] = []
  for (let rate = 2; rate < finalRate; rate *= 2) rates.push(rate)
  return [...rates, finalRate]
}

/**
 * Refuses a list of rates that no run can follow: each step prunes on top of the one before.
 * @throws StudioError `pruning/bad-request` if a rate is not a number above 1 or not above the one before it
 */
export function checkSchedule(rates: readonly number[]): void {
  if (rates.length === 0) {
    throw new StudioError(
      'pruning/bad-request',
      'The list of compression rates is empty. Give at least one, as 2.',
    )
  }
  rates.forEach((rate, index) => {
    const before = index === 0 ? 1 : rates[index - 1]!
    if (rate > before && rate < Infinity) return
    throw new StudioError(
      'pruning/bad-request',
      `Compression rate ${rate} (number ${index + 1} in ${rates.join(', ')}) must be above ${before}: ` +
        'every step prunes further than the one before, starting from 1. Give the rates in rising order, ' +
        'as 2, 4, 8.',
    )
  })
}

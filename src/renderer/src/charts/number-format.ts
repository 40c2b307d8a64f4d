import type { Estimate, Interval } from '../../../shared/analysis-estimate'

/** How numbers are written in tables. A dash stands for what the data do not define. */
export interface NumberFormat {
  /** @param digits behind the point, where the format rounds; default 3 */
  decimal(value: number | null, digits?: number): string
  /** A share in [0, 1]. */
  share(value: number | null): string
  shareRange(interval: Interval | null): string
  range(interval: Interval | null, digits?: number): string
  p(value: number | null): string
}

const none = '–'

/** As papers write numbers: three decimals, shares in per cent, p never 0. */
export const shortFormat: NumberFormat = {
  decimal: (value, digits = 3) => (value === null ? none : value.toFixed(digits)),
  share: (value) => (value === null ? none : `${(100 * value).toFixed(1)} %`),
  shareRange: (interval) =>
    interval === null
      ? none
      : `${(100 * interval.lower).toFixed(1)} to ${(100 * interval.upper).toFixed(1)} %`,
  range: (interval, digits = 3) =>
    interval === null ? none : `${interval.lower.toFixed(digits)} to ${interval.upper.toFixed(digits)}`,
  p: (value) => {
    if (value === null) return none
    return value < 0.001 ? '< .001' : value.toFixed(3)
  },
}

const exact = (value: number | null): string => (value === null ? none : String(value))
const exactRange = (interval: Interval | null): string =>
  interval === null ? none : `${interval.lower} to ${interval.upper}`

/** Every digit that was computed, for comparison with other programs; shares from 0 to 1. */
export const exactFormat: NumberFormat = {
  decimal: exact,
  share: exact,
  shareRange: exactRange,
  range: exactRange,
  p: exact,
}

/** An estimate's number with its interval, for captions and tooltips. */
export function estimateText({ estimate, interval }: Estimate, format: NumberFormat): string {
  return interval === null
    ? format.decimal(estimate)
    : `${format.decimal(estimate)} (${format.range(interval)})`
}

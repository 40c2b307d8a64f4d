import type { Estimate, TestResult } from '../../../shared/analysis-estimate'

/** A number to three decimals, or the dash of what the data do not define. */
export function decimal(value: number | null, digits = 3): string {
  return value === null ? '–' : value.toFixed(digits)
}

/** An estimate's interval as `.103 to .149`; a dash where there is none. */
export function decimalRange({ interval }: Estimate): string {
  return interval === null ? '–' : `${decimal(interval.lower)} to ${decimal(interval.upper)}`
}

/** p as papers write it: never 0. */
export function pText(p: number | null): string {
  if (p === null) return '–'
  return p < 0.001 ? '< .001' : p.toFixed(3)
}

/** The p to read: corrected where there is a family of tests. */
export function readP({ p, holmP }: TestResult): string {
  return pText(holmP ?? p)
}

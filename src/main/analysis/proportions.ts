import type { Interval } from '../../shared/analysis-estimate'
import { betaQuantile, twoSidedZ } from './distributions'

/**
 * Wilson's score interval of a share (Wilson 1927; Agresti and Coull 1998). It takes the trials as independent.
 * Null for no trials.
 */
export function wilsonInterval(successes: number, total: number, level: number): Interval | null {
  if (total === 0) return null
  const z = twoSidedZ(level)
  const share = successes / total
  const centre = share + (z * z) / (2 * total)
  const halfWidth = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total))
  const scale = 1 + (z * z) / total
  return {
    // At 0 and at all successes rounding must not push the bound past the share itself.
    lower: Math.min(share, Math.max(0, (centre - halfWidth) / scale)),
    upper: Math.max(share, Math.min(1, (centre + halfWidth) / scale)),
    level,
  }
}

/** The exact interval of a share of independent trials (Clopper and Pearson 1934). Null for no trials. */
export function exactInterval(successes: number, total: number, level: number): Interval | null {
  if (total === 0) return null
  const tail = (1 - level) / 2
  return {
    lower: successes === 0 ? 0 : betaQuantile(tail, successes, total - successes + 1),
    upper: successes === total ? 1 : betaQuantile(1 - tail, successes + 1, total - successes),
    level,
  }
}

/** Cohen's h of two shares, in [-π, π]: 0.2 small, 0.5 medium, 0.8 large (Cohen 1988, chapter 6). */
export function cohenH(first: number, second: number): number {
  return 2 * Math.asin(Math.sqrt(first)) - 2 * Math.asin(Math.sqrt(second))
}

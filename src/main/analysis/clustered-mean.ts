import type { Estimate } from '../../shared/analysis-estimate'
import { clusteredError, crossedClusters } from './crossed-clusters'
import { twoSidedT } from './distributions'

/** The mean of a number over rows, with an interval that respects raters and images. */
export function clusteredMean<R extends { readonly raterId: string; readonly imageId: string }>(
  name: string,
  rows: readonly R[],
  { valueOf, level }: { valueOf: (row: R) => number; level: number },
): Estimate {
  const n = rows.length
  const estimate = rows.reduce((sum, row) => sum + valueOf(row), 0) / n
  const influence = rows.map((row) => (valueOf(row) - estimate) / n)
  return clusteredEstimate(name, n > 0 ? estimate : null, { rows, influence, level })
}

/**
 * An estimate with an interval by Student's t from a standard error for crossed clusters; no interval for fewer than
 * two raters or images.
 *
 * @param influence what each row adds to the estimate
 */
export function clusteredEstimate(
  name: string,
  estimate: number | null,
  {
    rows,
    influence,
    level,
  }: {
    rows: readonly { readonly raterId: string; readonly imageId: string }[]
    influence: ArrayLike<number>
    level: number
  },
): Estimate {
  const n = rows.length
  if (estimate === null) {
    return { estimate, interval: null, method: `${name}; undefined: no ratings`, n, seed: null }
  }
  const places = rows.map((_, row) => row)
  const error = clusteredError(crossedClusters(rows), places, influence)
  const isKnown = !Number.isNaN(error.standardError)
  const half = isKnown ? twoSidedT(level, error.degreesOfFreedom) * error.standardError : NaN
  return {
    estimate,
    interval: isKnown ? { lower: estimate - half, upper: estimate + half, level } : null,
    method: `${name}; interval by t from a standard error for crossed clusters of raters and images (Cameron, Gelbach and Miller 2011)`,
    n,
    seed: null,
  }
}

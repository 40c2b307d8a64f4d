import type { Share } from '../../shared/analysis-accuracy'
import type { Estimate, Interval } from '../../shared/analysis-estimate'
import { type CellReplicates, clusterBootstrap, pooledReplicates } from './cluster-bootstrap'
import { type ClusteredError, clusteredError, type CrossedClusters } from './crossed-clusters'
import { twoSidedT } from './distributions'
import { wilsonInterval } from './proportions'
import { percentileInterval } from './quantile'
import type { Resampling } from './resampling'

/** Ratings with a 0/1 value, in cells (as model × class). */
export interface CellValues {
  readonly clusters: CrossedClusters
  /** -1 leaves a rating out. */
  readonly cellOf: Int32Array
  readonly value: Float64Array
  readonly cells: number
}

/** A 0/1 value in cells, sorted once and resampled once, for shares of any set of cells. */
export interface SharesByCell {
  readonly values: CellValues
  /** The rows of each cell. */
  readonly rowsOf: readonly (readonly number[])[]
  /** Null without resampling. */
  readonly resampled: CellReplicates | null
  readonly resampling: Resampling
}

/** Sorts and resamples. Values with the same purpose are resampled with the same draws. */
export function sharesByCell(values: CellValues, resampling: Resampling, purpose: string): SharesByCell {
  const rowsOf: number[][] = Array.from({ length: values.cells }, () => [])
  for (const [row, cell] of values.cellOf.entries()) if (cell >= 0) rowsOf[cell]!.push(row)
  const { replicates, seed } = resampling
  const resampled =
    replicates > 0 ? clusterBootstrap({ ...values, ...values.clusters }, { replicates, seed, purpose }) : null
  return { values, rowsOf, resampled, resampling }
}

/** The share of ones in some cells taken together. */
export function pooledShare(shares: SharesByCell, cells: readonly number[], name: string): Share {
  const rows = cells.flatMap((cell) => shares.rowsOf[cell]!)
  const total = rows.length
  const successes = rows.reduce((sum, row) => sum + shares.values.value[row]!, 0)
  const { level, replicates, seed } = shares.resampling
  const frame = { estimate: total > 0 ? successes / total : null, n: total }
  const undefinedText = total > 0 ? '' : '; undefined: no ratings'
  const wilson: Estimate = {
    ...frame,
    interval: wilsonInterval(successes, total, level),
    method: `${name}; Wilson's interval, which takes ratings as independent${undefinedText}`,
    seed: null,
  }
  const isResampled = shares.resampled !== null && total > 0
  return {
    successes,
    total,
    wilson,
    clustered: {
      ...frame,
      interval: clusteredInterval(shares, cells, successes / total),
      method: `${name}; interval from a standard error for crossed clusters of raters and images (Cameron, Gelbach and Miller 2011), on the logit scale; where all ratings agree there is none${undefinedText}`,
      seed: null,
    },
    bootstrap: {
      ...frame,
      interval: isResampled
        ? percentileInterval(pooledReplicates(shares.resampled, cells), successes / total, level)
        : null,
      method: isResampled
        ? `${name}; percentile interval of ${replicates} bootstrap resamples of raters and images (Owen 2007), too wide rather than too narrow`
        : `${name}${undefinedText}`,
      seed: isResampled ? seed : null,
    },
  }
}

/** The clustered standard error of the share of ones in some cells taken together. */
export function shareError({ values, rowsOf }: SharesByCell, cells: readonly number[]): ClusteredError {
  const rows = cells.flatMap((cell) => rowsOf[cell]!)
  const share = rows.reduce((sum, row) => sum + values.value[row]!, 0) / rows.length
  const influence = rows.map((row) => (values.value[row]! - share) / rows.length)
  return clusteredError(values.clusters, rows, influence)
}

/** Null where the share is 0 or 1, or where there are fewer than two raters or images. */
function clusteredInterval(shares: SharesByCell, cells: readonly number[], share: number): Interval | null {
  if (!(share > 0 && share < 1)) return null
  const { standardError, degreesOfFreedom } = shareError(shares, cells)
  if (Number.isNaN(standardError)) return null
  const { level } = shares.resampling
  const centre = Math.log(share / (1 - share))
  const half = (twoSidedT(level, degreesOfFreedom) * standardError) / (share * (1 - share))
  return { lower: expit(centre - half), upper: expit(centre + half), level }
}

function expit(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}

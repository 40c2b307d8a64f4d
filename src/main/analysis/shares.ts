import type { Share } from '../../shared/analysis-accuracy'
import type { Estimate } from '../../shared/analysis-estimate'
import {
  type CellReplicates,
  type ClusteredValues,
  clusterBootstrap,
  pooledReplicates,
} from './cluster-bootstrap'
import { wilsonInterval } from './proportions'
import { percentileInterval } from './quantile'
import type { Resampling } from './resampling'

/** A 0/1 value in cells (as model × class), counted once and resampled once, for shares of any set of cells. */
export interface SharesByCell {
  readonly successes: Float64Array
  readonly totals: Float64Array
  /** Null without resampling. */
  readonly resampled: CellReplicates | null
  readonly resampling: Resampling
}

/** Counts and resamples. Values with the same purpose are resampled with the same draws. */
export function sharesByCell(
  observed: ClusteredValues,
  resampling: Resampling,
  purpose: string,
): SharesByCell {
  const successes = new Float64Array(observed.cells)
  const totals = new Float64Array(observed.cells)
  for (const [index, cell] of observed.cellOf.entries()) {
    if (cell < 0) continue
    successes[cell]! += observed.value[index]!
    totals[cell]!++
  }
  const { replicates, seed } = resampling
  const resampled = replicates > 0 ? clusterBootstrap(observed, { replicates, seed, purpose }) : null
  return { successes, totals, resampled, resampling }
}

/** The share of ones in some cells taken together. */
export function pooledShare(shares: SharesByCell, cells: readonly number[], name: string): Share {
  const successes = cells.reduce((sum, cell) => sum + shares.successes[cell]!, 0)
  const total = cells.reduce((sum, cell) => sum + shares.totals[cell]!, 0)
  const wilson: Estimate = {
    estimate: total > 0 ? successes / total : null,
    interval: wilsonInterval(successes, total, shares.resampling.level),
    method: `${name}; Wilson's interval, which takes ratings as independent${total > 0 ? '' : '; undefined: no ratings'}`,
    n: total,
    seed: null,
  }
  return { successes, total, wilson, clustered: clusteredEstimate(shares, cells, { wilson, name }) }
}

function clusteredEstimate(
  { resampled, resampling }: SharesByCell,
  cells: readonly number[],
  { wilson: { estimate, n }, name }: { wilson: Estimate; name: string },
): Estimate {
  if (estimate === null)
    return { estimate, interval: null, method: `${name}; undefined: no ratings`, n, seed: null }
  if (!resampled) return { estimate, interval: null, method: name, n, seed: null }
  const { replicates, level, seed } = resampling
  return {
    estimate,
    interval: percentileInterval(pooledReplicates(resampled, cells), estimate, level),
    method: `${name}; percentile interval of ${replicates} bootstrap resamples of raters and images`,
    n,
    seed,
  }
}

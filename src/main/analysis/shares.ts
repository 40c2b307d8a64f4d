import type { Share } from '../../shared/analysis-accuracy'
import { type ClusteredValues, type GroupMeans, clusterBootstrap, groupReplicates } from './cluster-bootstrap'
import { wilsonInterval } from './proportions'
import { percentileInterval } from './quantile'
import type { Resampling } from './resampling'

/** Shares of a 0/1 value in each group, with the replicates behind their intervals. */
export interface GroupShares {
  readonly shares: readonly Share[]
  /** Null without resampling. */
  readonly replicates: GroupMeans | null
}

/** The share of ones in each group, with Wilson's and a two-way cluster-bootstrap interval. */
export function groupShares(
  observed: ClusteredValues,
  { resampling, purpose, name }: { resampling: Resampling; purpose: string; name: string },
): GroupShares {
  const successes = new Float64Array(observed.groups)
  const totals = new Float64Array(observed.groups)
  for (const [index, group] of observed.groupOf.entries()) {
    if (group < 0) continue
    successes[group]! += observed.value[index]!
    totals[group]!++
  }
  const replicates =
    resampling.replicates > 0
      ? clusterBootstrap(observed, { replicates: resampling.replicates, seed: resampling.seed, purpose })
      : null
  const shares = Array.from(totals, (total, group) =>
    share(
      { successes: successes[group]!, total, name },
      replicates && groupReplicates(replicates, group),
      resampling,
    ),
  )
  return { shares, replicates }
}

function share(
  { successes, total, name }: { successes: number; total: number; name: string },
  replicates: Float64Array | null,
  resampling: Resampling,
): Share {
  const estimate = total > 0 ? successes / total : null
  const frame = { estimate, n: total }
  const empty = total > 0 ? '' : '; undefined: no ratings'
  const drawn = replicates
    ? `; percentile interval of ${resampling.replicates} bootstrap resamples of raters and images`
    : ''
  return {
    successes,
    total,
    wilson: {
      ...frame,
      interval: wilsonInterval(successes, total, resampling.level),
      method: `${name}; Wilson's interval, which takes ratings as independent${empty}`,
      seed: null,
    },
    clustered: {
      ...frame,
      interval:
        estimate !== null && replicates ? percentileInterval(replicates, estimate, resampling.level) : null,
      method: `${name}${drawn}${empty}`,
      seed: replicates ? resampling.seed : null,
    },
  }
}

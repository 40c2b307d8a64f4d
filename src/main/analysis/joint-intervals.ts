import type { Interval } from '../../shared/analysis-estimate'
import { type Random, seededRandom } from '../../shared/seeded-random'
import { clusteredError, clusterSums, type CrossedClusters } from './crossed-clusters'
import { twoSidedT, twoSidedZ } from './distributions'
import { quantileOfSorted } from './quantile'
import type { Resampling } from './resampling'

/** An estimate and what each rating adds to it. */
export interface InfluencedEstimate {
  readonly value: number
  /** One number a rating; they sum to about 0. */
  readonly influence: Float64Array
}

/**
 * Intervals that all hold their true values at once with the level's confidence: estimate ± c · standard error, with
 * errors for crossed clusters. c is the quantile of the largest |t| of all estimates when the influences of every rater
 * and every image change their signs together at random (max-t multiplier bootstrap; Chernozhukov, Chetverikov and Kato
 * 2013), times the ratio of Student's to the normal quantile, for few raters.
 *
 * @returns null without resampling, or where an estimate has no standard error above 0
 */
export function jointIntervals(
  estimates: readonly InfluencedEstimate[],
  clusters: CrossedClusters,
  { replicates, seed, level }: Resampling,
): Interval[] | null {
  const rows = clusters.raterOf.map((_, row) => row)
  const errors = estimates.map(({ influence }) => clusteredError(clusters, rows, influence))
  if (replicates === 0 || errors.some(({ standardError }) => !(standardError > 0))) return null
  const random = seededRandom(seed, 'joint intervals')
  const largest = largestDeviations(estimates, clusters, { replicates, random })
  const degreesOfFreedom = Math.min(...errors.map((error) => error.degreesOfFreedom))
  const fewClusters = twoSidedT(level, degreesOfFreedom) / twoSidedZ(level)
  const critical = quantileOfSorted(largest.sort(), level) * fewClusters
  return estimates.map(({ value }, index) => {
    const half = critical * errors[index]!.standardError
    return { lower: value - half, upper: value + half, level }
  })
}

function largestDeviations(
  estimates: readonly InfluencedEstimate[],
  clusters: CrossedClusters,
  { replicates, random }: { replicates: number; random: Random },
): Float64Array {
  const rows = clusters.raterOf.map((_, row) => row)
  const sums = estimates.flatMap(({ influence }) => {
    const ofRaters = clusterSums(clusters.raterOf, clusters.raters, { rows, influence }).sums
    const ofImages = clusterSums(clusters.imageOf, clusters.images, { rows, influence }).sums
    const both = new Float64Array(clusters.raters + clusters.images)
    both.set(ofRaters)
    both.set(ofImages, clusters.raters)
    return [both]
  })
  const deviations = sums.map((each) => Math.sqrt(each.reduce((total, sum) => total + sum * sum, 0)))
  const signs = new Int8Array(clusters.raters + clusters.images)
  return Float64Array.from({ length: replicates }, () => {
    for (let cluster = 0; cluster < signs.length; cluster++) signs[cluster] = random.uniform() < 0.5 ? -1 : 1
    let largest = 0
    for (const [index, each] of sums.entries()) {
      let total = 0
      for (let cluster = 0; cluster < signs.length; cluster++) total += signs[cluster]! * each[cluster]!
      largest = Math.max(largest, Math.abs(total) / deviations[index]!)
    }
    return largest
  })
}

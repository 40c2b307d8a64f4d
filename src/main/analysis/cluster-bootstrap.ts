import { seededRandom } from '../../shared/seeded-random'

/** Observations with the rater and the image that each belongs to, and the group whose mean is wanted. */
export interface ClusteredValues {
  readonly raterOf: Int32Array
  readonly imageOf: Int32Array
  /** -1 leaves an observation out. */
  readonly groupOf: Int32Array
  readonly value: Float64Array
  readonly groups: number
}

/** Weighted means of each group in each resample, `[replicate, group]`; NaN where a group was not drawn. */
export interface GroupMeans {
  readonly means: Float64Array
  readonly groups: number
  readonly replicates: number
}

/**
 * Group means under a two-way cluster bootstrap: raters and images are drawn with replacement, independently, and an
 * observation counts as often as the product of both draws (Owen 2007, The pigeonhole bootstrap, Annals of Applied
 * Statistics 1). The same draws serve all groups, so that differences and joint intervals can be taken.
 */
export function clusterBootstrap(
  observed: ClusteredValues,
  { replicates, seed, purpose }: { replicates: number; seed: number; purpose: string },
): GroupMeans {
  const { raterOf, imageOf, groupOf, value, groups } = observed
  const raterWeights = new Float64Array(1 + maximum(raterOf))
  const imageWeights = new Float64Array(1 + maximum(imageOf))
  const random = seededRandom(seed, 'clusters', purpose)
  const means = new Float64Array(replicates * groups)
  const sums = new Float64Array(groups)
  const totals = new Float64Array(groups)
  for (let replicate = 0; replicate < replicates; replicate++) {
    drawInto(raterWeights, random.below)
    drawInto(imageWeights, random.below)
    sums.fill(0)
    totals.fill(0)
    for (let index = 0; index < value.length; index++) {
      const group = groupOf[index]!
      if (group < 0) continue
      const weight = raterWeights[raterOf[index]!]! * imageWeights[imageOf[index]!]!
      sums[group]! += weight * value[index]!
      totals[group]! += weight
    }
    for (let group = 0; group < groups; group++) {
      means[replicate * groups + group] = sums[group]! / totals[group]!
    }
  }
  return { means, groups, replicates }
}

/** The replicates of one group. */
export function groupReplicates({ means, groups, replicates }: GroupMeans, group: number): Float64Array {
  return Float64Array.from({ length: replicates }, (_, replicate) => means[replicate * groups + group]!)
}

/** Fills weights with how often each of their places is drawn in as many draws. */
export function drawInto(weights: Float64Array, below: (count: number) => number): void {
  weights.fill(0)
  for (let draw = 0; draw < weights.length; draw++) weights[below(weights.length)]!++
}

function maximum(values: Int32Array): number {
  return values.reduce((most, value) => Math.max(most, value), -1)
}

/** Ids as indices, in the order of their first occurrence in a sorted list: the same for any order of rows. */
export function indexIds(ids: readonly string[]): { readonly indexOf: Int32Array; readonly ids: string[] } {
  const sorted = [...new Set(ids)].sort()
  const place = new Map(sorted.map((id, index) => [id, index]))
  return { indexOf: Int32Array.from(ids, (id) => place.get(id)!), ids: sorted }
}

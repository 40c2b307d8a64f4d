/** What one observation adds to an estimate, and the clusters that it belongs to. */
export interface ClusteredInfluence {
  /** Influence of each observation on the estimate; they sum to about 0. */
  readonly influence: Float64Array
  readonly raterOf: Int32Array
  readonly imageOf: Int32Array
}

/**
 * The variance of an estimate when observations share raters and images: clusters of raters plus clusters of images
 * less their overlaps, each with G / (G - 1) for G clusters (Cameron, Gelbach and Miller 2011, Journal of Business and
 * Economic Statistics 29). Where the difference comes out below the larger one-way variance, that one is taken, so that
 * it is never negative nor smaller than a sound one-way answer. NaN for fewer than two clusters of either kind.
 */
export function twoWayVariance({ influence, raterOf, imageOf }: ClusteredInfluence): number {
  const overlap = new Map<number, number>()
  const images = 1 + imageOf.reduce((most, image) => Math.max(most, image), -1)
  const overlapOf = Float64Array.from(raterOf, (rater, index) => rater * images + imageOf[index]!)
  for (const [index, cluster] of overlapOf.entries()) {
    overlap.set(cluster, (overlap.get(cluster) ?? 0) + influence[index]!)
  }
  const raters = oneWayVariance(influence, raterOf)
  const ofImages = oneWayVariance(influence, imageOf)
  const both = clusterSum([...overlap.values()])
  return Math.max(raters, ofImages, raters + ofImages - both)
}

function oneWayVariance(influence: Float64Array, clusterOf: Int32Array): number {
  const sums = new Map<number, number>()
  for (const [index, cluster] of clusterOf.entries()) {
    sums.set(cluster, (sums.get(cluster) ?? 0) + influence[index]!)
  }
  return clusterSum([...sums.values()])
}

function clusterSum(sums: readonly number[]): number {
  if (sums.length < 2) return NaN
  const squares = sums.reduce((total, sum) => total + sum * sum, 0)
  return (squares * sums.length) / (sums.length - 1)
}

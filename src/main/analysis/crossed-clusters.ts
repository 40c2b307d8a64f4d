import { indexIds } from './index-ids'

/** The raters and images that ratings belong to, as indices: every rating lies in one cluster of each. */
export interface CrossedClusters {
  readonly raterOf: Int32Array
  readonly imageOf: Int32Array
  /** The combination of rater and image. */
  readonly crossingOf: Int32Array
  readonly raters: number
  readonly images: number
  readonly crossings: number
}

/** The clusters of rows. */
export function crossedClusters(
  rows: readonly { readonly raterId: string; readonly imageId: string }[],
): CrossedClusters {
  const raters = indexIds(rows.map(({ raterId }) => raterId))
  const images = indexIds(rows.map(({ imageId }) => imageId))
  const { crossingOf, crossings } = crossingsOf(raters.indexOf, images.indexOf, {
    raters: raters.ids.length,
    images: images.ids.length,
  })
  return {
    raterOf: raters.indexOf,
    imageOf: images.indexOf,
    crossingOf,
    raters: raters.ids.length,
    images: images.ids.length,
    crossings,
  }
}

/** Numbers the combinations in the order of images and raters, so that the order of rows does not matter. */
function crossingsOf(
  raterOf: Int32Array,
  imageOf: Int32Array,
  { raters, images }: { readonly raters: number; readonly images: number },
): { crossingOf: Int32Array; crossings: number } {
  const everyRow = Int32Array.from(raterOf, (_, row) => row)
  const order = sortedBy(imageOf, images, sortedBy(raterOf, raters, everyRow))
  const crossingOf = new Int32Array(raterOf.length)
  let crossings = 0
  let [lastRater, lastImage] = [-1, -1]
  for (const row of order) {
    const [rater, image] = [raterOf[row]!, imageOf[row]!]
    if (rater !== lastRater || image !== lastImage) crossings++
    crossingOf[row] = crossings - 1
    ;[lastRater, lastImage] = [rater, image]
  }
  return { crossingOf, crossings }
}

/** Rows by their key, those of one key in the order in which they came: a counting sort. */
function sortedBy(keyOf: Int32Array, keys: number, rows: Int32Array): Int32Array {
  const next = new Int32Array(keys + 1)
  for (const key of keyOf) next[key + 1]!++
  for (let key = 0; key < keys; key++) next[key + 1]! += next[key]!
  const sorted = new Int32Array(rows.length)
  for (const row of rows) sorted[next[keyOf[row]!]!++] = row
  return sorted
}

/** The error of an estimate, and the degrees of freedom that go with it. */
export interface ClusteredError {
  /** NaN for fewer than two raters or two images. */
  readonly standardError: number
  /** One less than the raters or the images, whichever are fewer (Cameron and Miller 2015, section VI). */
  readonly degreesOfFreedom: number
}

/**
 * The standard error of an estimate when ratings share raters and images: variance over clusters of raters plus that
 * over images less that over their crossings, each with G / (G - 1) for G clusters (Cameron, Gelbach and Miller 2011,
 * Journal of Business and Economic Statistics 29). Where the result is below one of the first two, the larger is taken,
 * so that it is never less than a sound one-way answer.
 *
 * @param rows the ratings that the estimate rests on
 * @param influence what each of them adds to the estimate; they sum to about 0
 */
export function clusteredError(
  clusters: CrossedClusters,
  rows: ArrayLike<number>,
  influence: ArrayLike<number>,
): ClusteredError {
  const byRater = clusterSums(clusters.raterOf, clusters.raters, { rows, influence })
  const byImage = clusterSums(clusters.imageOf, clusters.images, { rows, influence })
  const byCrossing = clusterSums(clusters.crossingOf, clusters.crossings, { rows, influence })
  const [raters, images] = [varianceOf(byRater), varianceOf(byImage)]
  const variance = Math.max(raters, images, raters + images - varianceOf(byCrossing))
  return {
    standardError: Math.sqrt(variance),
    degreesOfFreedom: Math.min(byRater.clusters, byImage.clusters) - 1,
  }
}

/** Sums of influences by cluster. */
interface ClusterSums {
  readonly sums: Float64Array
  /** Clusters with at least one of the rows. */
  readonly clusters: number
}

/** Sums what the rows add, by cluster. */
export function clusterSums(
  clusterOf: Int32Array,
  count: number,
  { rows, influence }: { rows: ArrayLike<number>; influence: ArrayLike<number> },
): ClusterSums {
  const sums = new Float64Array(count)
  const isSeen = new Uint8Array(count)
  let clusters = 0
  for (let index = 0; index < rows.length; index++) {
    const cluster = clusterOf[rows[index]!]!
    clusters += 1 - isSeen[cluster]!
    isSeen[cluster] = 1
    sums[cluster]! += influence[index]!
  }
  return { sums, clusters }
}

function varianceOf({ sums, clusters }: ClusterSums): number {
  if (clusters < 2) return NaN
  const squares = sums.reduce((total, sum) => total + sum * sum, 0)
  return (squares * clusters) / (clusters - 1)
}

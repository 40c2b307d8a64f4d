import { seededRandom } from '../../shared/seeded-random'

/** Observations with the rater and the image that each belongs to, and the cell (as model × class) that it counts in. */
export interface ClusteredValues {
  readonly raterOf: Int32Array
  readonly imageOf: Int32Array
  /** -1 leaves an observation out. */
  readonly cellOf: Int32Array
  readonly value: Float64Array
  readonly cells: number
}

/** Weighted sums and total weights of each cell in each resample, both `[replicate, cell]`. */
export interface CellReplicates {
  readonly sums: Float64Array
  readonly totals: Float64Array
  readonly cells: number
  readonly replicates: number
}

/**
 * Cells under a two-way cluster bootstrap: raters and images are drawn with replacement, independently, and an
 * observation counts as often as the product of both draws (Owen 2007, The pigeonhole bootstrap, Annals of Applied
 * Statistics 1). The same draws serve all cells, so that cells can be pooled, subtracted and given joint intervals, and
 * the same seed and purpose give the same draws for another value of the same observations.
 */
export function clusterBootstrap(
  observed: ClusteredValues,
  { replicates, seed, purpose }: { replicates: number; seed: number; purpose: string },
): CellReplicates {
  const { raterOf, imageOf, cellOf, value, cells } = observed
  const raterWeights = new Float64Array(1 + maximum(raterOf))
  const imageWeights = new Float64Array(1 + maximum(imageOf))
  const random = seededRandom(seed, 'clusters', purpose)
  const sums = new Float64Array(replicates * cells)
  const totals = new Float64Array(replicates * cells)
  const { start, rater, cell, kept } = byImage({ raterOf, imageOf, cellOf, value }, imageWeights.length)
  for (let replicate = 0; replicate < replicates; replicate++) {
    drawInto(raterWeights, random.below)
    drawInto(imageWeights, random.below)
    const row = replicate * cells
    for (let image = 0; image < imageWeights.length; image++) {
      const imageWeight = imageWeights[image]!
      if (imageWeight === 0) continue // more than a third of the images are not drawn
      for (let place = start[image]!; place < start[image + 1]!; place++) {
        const weight = imageWeight * raterWeights[rater[place]!]!
        const at = row + cell[place]!
        sums[at]! += weight * kept[place]!
        totals[at]! += weight
      }
    }
  }
  return { sums, totals, cells, replicates }
}

/** Observations that count, those of an image side by side: image i has the places from `start[i]` up to `start[i + 1]`. */
function byImage(
  { raterOf, imageOf, cellOf, value }: Omit<ClusteredValues, 'cells'>,
  images: number,
): { start: Int32Array; rater: Int32Array; cell: Int32Array; kept: Float64Array } {
  const start = new Int32Array(images + 1)
  for (let index = 0; index < value.length; index++) if (cellOf[index]! >= 0) start[imageOf[index]! + 1]!++
  for (let image = 0; image < images; image++) start[image + 1]! += start[image]!
  const next = start.slice(0, images)
  const count = start[images]!
  const rater = new Int32Array(count)
  const cell = new Int32Array(count)
  const kept = new Float64Array(count)
  for (let index = 0; index < value.length; index++) {
    if (cellOf[index]! < 0) continue
    const place = next[imageOf[index]!]!++
    rater[place] = raterOf[index]!
    cell[place] = cellOf[index]!
    kept[place] = value[index]!
  }
  return { start, rater, cell, kept }
}

/** The mean of some cells taken together in each resample; NaN where none of them was drawn. */
export function pooledReplicates(
  { sums, totals, cells, replicates }: CellReplicates,
  pooled: readonly number[],
): Float64Array {
  return Float64Array.from({ length: replicates }, (_, replicate) => {
    let sum = 0
    let total = 0
    for (const cell of pooled) {
      sum += sums[replicate * cells + cell]!
      total += totals[replicate * cells + cell]!
    }
    return sum / total
  })
}

/** Fills weights with how often each of their places is drawn in as many draws. */
export function drawInto(weights: Float64Array, below: (count: number) => number): void {
  weights.fill(0)
  for (let draw = 0; draw < weights.length; draw++) weights[below(weights.length)]!++
}

function maximum(values: Int32Array): number {
  return values.reduce((most, value) => Math.max(most, value), -1)
}

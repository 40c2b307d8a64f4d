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
  for (let replicate = 0; replicate < replicates; replicate++) {
    drawInto(raterWeights, random.below)
    drawInto(imageWeights, random.below)
    const row = replicate * cells
    for (let index = 0; index < value.length; index++) {
      const cell = cellOf[index]!
      if (cell < 0) continue
      const weight = raterWeights[raterOf[index]!]! * imageWeights[imageOf[index]!]!
      sums[row + cell]! += weight * value[index]!
      totals[row + cell]! += weight
    }
  }
  return { sums, totals, cells, replicates }
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

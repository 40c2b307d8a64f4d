/** One parameter of a network as the report counts it. */
export interface CountedParameter {
  readonly name: string
  readonly shape: readonly number[]
  /** `[product of shape]` */
  readonly weights: Float32Array
  /** Of the same length; without it every weight is in use. */
  readonly mask?: Uint8Array | undefined
  /** Whether it is one of the layers that were pruned, and not one that lost weights because they were. */
  readonly isPruned: boolean
}

/** `compressionRate` is parameters / nonZero, and null where nothing is left. */
export interface Sparsity {
  readonly parameters: number
  readonly nonZero: number
  readonly compressionRate: number | null
}

export interface LayerSparsity extends Sparsity {
  readonly name: string
  readonly shape: readonly number[]
  readonly isPruned: boolean
}

export interface SparsityReport {
  /** Every parameter, in the network's order. */
  readonly layers: readonly LayerSparsity[]
  /**
   * Over the layers that were pruned: the paper's CPR. All 0 and null for a network that is not pruned.
   */
  readonly prunedLayers: Sparsity
  /**
   * Over all parameters, biases and dense layers included: compression as ShrinkBench (Blalock 2020) defines
   * it.
   */
  readonly allParameters: Sparsity
}

/**
 * Counts what pruning left, per layer and in total. A weight counts as non-zero if its mask keeps it and its
 * value is not 0, so the report is the same before and after the masks were put in force.
 */
export function sparsityReport(parameters: readonly CountedParameter[]): SparsityReport {
  const layers = parameters.map(({ name, shape, weights, mask, isPruned }): LayerSparsity => ({
    name,
    shape,
    isPruned,
    ...sparsity(weights.length, countNonZero(weights, mask)),
  }))
  return {
    layers,
    prunedLayers: total(layers.filter((layer) => layer.isPruned)),
    allParameters: total(layers),
  }
}

function total(layers: readonly LayerSparsity[]): Sparsity {
  const sum = (of: (layer: LayerSparsity) => number) =>
    layers.reduce((before, layer) => before + of(layer), 0)
  return sparsity(
    sum((layer) => layer.parameters),
    sum((layer) => layer.nonZero),
  )
}

function sparsity(parameters: number, nonZero: number): Sparsity {
  return { parameters, nonZero, compressionRate: nonZero === 0 ? null : parameters / nonZero }
}

function countNonZero(weights: Float32Array, mask: Uint8Array | undefined): number {
  let count = 0
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] !== 0 && (mask === undefined || mask[i] === 1)) count++
  }
  return count
}

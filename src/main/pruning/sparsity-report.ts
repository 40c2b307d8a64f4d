import type { SparsityReport } from '../../shared/pruning'

/** One parameter of a network as the report counts it. */
export interface CountedParameter {
  readonly name: string
  readonly shape: readonly number[]
  /** `[product of shape]` */
  readonly weights: Float32Array
  /** Of the same length; without it every weight is in use. */
  readonly mask?: Uint8Array | undefined
  /** Whether it is one of the layers that were pruned. */
  readonly isPruned: boolean
  /** Products that each of its weights takes part in for one image; 0 for biases and norms. */
  readonly uses: number
}

type LayerSparsity = SparsityReport['layers'][number]
type Sparsity = SparsityReport['allParameters']

const valueBytes = 4

/**
 * Counts what pruning left, per layer and in total. A weight counts as non-zero if its mask keeps it and its
 * value is not 0, so the report is the same before and after the masks were put in force.
 */
export function sparsityReport(parameters: readonly CountedParameter[]): SparsityReport {
  const layers = parameters.map(({ name, shape, weights, mask, isPruned, uses }): LayerSparsity => {
    const counted = sparsity(weights.length, countNonZero(weights, mask))
    const operations = { macs: uses * counted.parameters, effectiveMacs: uses * counted.nonZero }
    return { name, shape: [...shape], isPruned, ...counted, ...operations }
  })
  return {
    layers,
    prunedLayers: total(layers.filter((layer) => layer.isPruned)),
    allParameters: total(layers),
    macs: sum(layers, ({ macs }) => macs),
    effectiveMacs: sum(layers, ({ effectiveMacs }) => effectiveMacs),
    sparseBytesEstimate: sum(layers, sparseBytes),
  }
}

function total(layers: readonly LayerSparsity[]): Sparsity {
  return sparsity(
    sum(layers, (layer) => layer.parameters),
    sum(layers, (layer) => layer.nonZero),
  )
}

function sum(layers: readonly LayerSparsity[], of: (layer: LayerSparsity) => number): number {
  return layers.reduce((before, layer) => before + of(layer), 0)
}

function sparsity(parameters: number, nonZero: number): Sparsity {
  return { parameters, nonZero, compressionRate: nonZero === 0 ? null : parameters / nonZero }
}

function sparseBytes({ parameters, nonZero }: LayerSparsity): number {
  return Math.min(valueBytes * parameters, valueBytes * nonZero + Math.ceil(parameters / 8))
}

function countNonZero(weights: Float32Array, mask: Uint8Array | undefined): number {
  let count = 0
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] !== 0 && (mask === undefined || mask[i] === 1)) count++
  }
  return count
}

import { StudioError } from '../../shared/errors'

/** One layer that a criterion may prune: a flat view of its weights, and what earlier steps left of it. */
export interface PrunableLayer {
  /** The parameter's name in the network, as `features.0.weight`. */
  readonly name: string
  /** `[count]`, in the parameter's own layout; never changed here. */
  readonly weights: Float32Array
  /** `[count]`, 1 for a weight that is in use and 0 for one that is pruned; never changed here. */
  readonly mask: Uint8Array
}

/** A mask that keeps everything: what a layer starts with. `[count]` */
export function fullMask(count: number): Uint8Array {
  return new Uint8Array(count).fill(1)
}

/** How many weights a mask keeps. */
export function countKept(mask: Uint8Array): number {
  let kept = 0
  for (let i = 0; i < mask.length; i++) kept += mask[i]!
  return kept
}

/** @throws StudioError `pruning/bad-request` if `mask`, a layer's new one, keeps none of its weights */
export function assertSomethingLeft({ name, weights, mask: before }: PrunableLayer, mask: Uint8Array): void {
  if (mask.includes(1)) return
  throw new StudioError(
    'pruning/bad-request',
    `This rate would remove all ${countKept(before)} remaining weights of ${name} (${weights.length} in all), and ` +
      'the network would no longer look at its input. Ask for a lower rate, or prune another way.',
  )
}

/**
 * Refuses layers that cannot be pruned in a defined way.
 * @throws StudioError `pruning/bad-request` if there is no layer, a mask has another length than its weights
 *   or holds values other than 0 and 1, or a weight still in use is not a finite number
 */
export function checkLayers(layers: readonly PrunableLayer[]): void {
  if (layers.length === 0) {
    throw new StudioError(
      'pruning/bad-request',
      'There is no layer to prune: the network has no layer of the chosen kind. Choose another scope.',
    )
  }
  for (const layer of layers) checkLayer(layer)
}

function checkLayer({ name, weights, mask }: PrunableLayer): void {
  if (weights.length === 0 || mask.length !== weights.length) {
    throw new StudioError(
      'pruning/bad-request',
      `The mask of ${name} has ${mask.length} entries for ${weights.length} weights; both must be equal ` +
        'and at least 1. The mask belongs to another network: use the one that was saved with this model.',
    )
  }
  for (let i = 0; i < mask.length; i++) {
    const bit = mask[i]!
    if (bit > 1) {
      throw new StudioError(
        'pruning/bad-request',
        `The mask of ${name} holds ${bit} at index ${i}; only 0 (pruned) and 1 (in use) are allowed.`,
      )
    }
    if (bit === 1 && !Number.isFinite(weights[i])) {
      throw new StudioError(
        'pruning/bad-request',
        `Weight ${i} of ${name} is ${weights[i]}, not a finite number, so it has no rank among the others. ` +
          'The training before this step has diverged: go back to an earlier checkpoint or lower the ' +
          'learning rate.',
      )
    }
  }
}

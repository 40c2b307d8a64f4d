import { StudioError } from '../../shared/errors'
import { countKept, type PrunableLayer } from './prunable-layer'
import { countToPrune, type PruneAmount } from './prune-amount'
import { pruneSmallest } from './prune-smallest'
import type { PruningCriterion } from './criterion'

/**
 * The published rule: within each layer by itself, the weights of smallest absolute value go
 * (torch.nn.utils.prune.l1_unstructured per layer). Every layer reaches the same rate.
 */
export const localMagnitudeCriterion: PruningCriterion = {
  kind: 'local-magnitude',
  label: 'Magnitude, layer by layer',
  description: 'Removes the weights of smallest absolute value in each layer, the same share everywhere.',
  prune: ({ layers, amount }) => layers.map((layer) => pruneLayer(layer, amount)),
}

function pruneLayer(layer: PrunableLayer, amount: PruneAmount): Uint8Array {
  const total = layer.weights.length
  const remaining = countKept(layer.mask)
  const count = countToPrune(amount, total, remaining)
  if (count >= remaining) {
    throw new StudioError(
      'pruning/bad-request',
      `This step would remove all ${remaining} remaining weights of ${layer.name} (${total} in all), and ` +
        `the network would no longer look at its input. The highest rate this layer allows is ${total}: ` +
        'ask for less.',
    )
  }
  return pruneSmallest([layer], count)[0]!
}

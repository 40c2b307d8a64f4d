import type { PruningCriterion } from './criterion'
import { assertSomethingLeft, countKept } from './prunable-layer'
import { countToPrune } from './prune-amount'
import { pruneSmallest } from './prune-smallest'

/**
 * The published rule: within each layer by itself, the weights of smallest absolute value go
 * (torch.nn.utils.prune.l1_unstructured per layer). Every layer reaches the same rate.
 */
export const localMagnitudeCriterion: PruningCriterion = {
  kind: 'local-magnitude',
  label: 'Magnitude, layer by layer',
  description: 'Removes the weights of smallest absolute value in each layer, the same share everywhere.',
  isStructured: false,
  prune: ({ layers, amount }) =>
    new Map(
      layers.map((layer) => {
        const count = countToPrune(amount, layer.weights.length, countKept(layer.mask))
        const mask = pruneSmallest([layer], count)[0]!
        assertSomethingLeft(layer, mask)
        return [layer.name, mask]
      }),
    ),
}

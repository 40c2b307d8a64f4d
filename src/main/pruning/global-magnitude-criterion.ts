import type { PruningCriterion } from './criterion'
import { assertSomethingLeft, countKept } from './prunable-layer'
import { countToPrune } from './prune-amount'
import { pruneSmallest } from './prune-smallest'

/**
 * Over all layers in scope together, the weights of smallest absolute value go
 * (torch.nn.utils.prune.global_unstructured with L1Unstructured). Layers reach different rates. Where a layer would
 * lose its last weight (layer collapse; Tanaka et al. 2020, https://arxiv.org/abs/2006.05467), the step is refused.
 */
export const globalMagnitudeCriterion: PruningCriterion = {
  kind: 'global-magnitude',
  label: 'Magnitude, all layers together',
  description: 'Removes the weights of smallest absolute value, wherever they are.',
  isStructured: false,
  prune: ({ layers, amount }) => {
    const total = layers.reduce((sum, { weights }) => sum + weights.length, 0)
    const remaining = layers.reduce((sum, { mask }) => sum + countKept(mask), 0)
    const masks = pruneSmallest(layers, countToPrune(amount, total, remaining))
    layers.forEach((layer, index) => {
      assertSomethingLeft(layer, masks[index]!)
    })
    return new Map(layers.map(({ name }, index) => [name, masks[index]!]))
  },
}

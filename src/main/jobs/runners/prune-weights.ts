import type { Network } from '../../network/network'
import type { WeightMasks } from '../../network/optimizer'
import { captureValues, restoreValues } from '../../network/variable-values'
import { fullMask } from '../../pruning/prunable-layer'
import { prune } from '../../pruning/prune'
import { parametersInScope } from '../../pruning/scope'
import { sparsityReport, type SparsityReport } from '../../pruning/sparsity-report'

/**
 * Prunes a network's convolutions to a rate by local magnitude and sets the pruned weights to zero.
 * @returns the new masks. @throws StudioError `pruning/bad-request`
 */
export async function pruneWeights(
  network: Network,
  masks: WeightMasks,
  { rate, seed }: { readonly rate: number; readonly seed: number },
): Promise<WeightMasks> {
  const parameters = parametersInScope(network.parameters, 'conv')
  const values = await captureValues(parameters)
  const layers = parameters.map(({ name, variable }) => ({
    name,
    weights: values.get(name)!,
    mask: masks.get(name) ?? fullMask(variable.size),
  }))
  const pruned = prune('local-magnitude', { layers, amount: { kind: 'rate', rate }, seed })
  const zeroed = layers.map(({ name, weights }) => {
    const mask = pruned.get(name)!
    return [name, weights.map((weight, index) => (mask[index] === 1 ? weight : 0))] as const
  })
  restoreValues(parameters, new Map(zeroed))
  return pruned
}

/** Counts of a network as it is now. */
export async function countSparsity(network: Network, masks: WeightMasks): Promise<SparsityReport> {
  const values = await captureValues(network.parameters)
  return sparsityReport(
    network.parameters.map(({ name, variable }) => {
      const mask = masks.get(name)
      const counted = { name, shape: variable.shape, weights: values.get(name)! }
      return mask === undefined ? counted : { ...counted, mask }
    }),
  )
}

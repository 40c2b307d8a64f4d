import { criteria } from './criteria'
import type { CriterionKind, PruningRequest } from './criterion'
import { checkLayers } from './prunable-layer'

/**
 * One pruning step: the new mask of every layer, by the layer's name. Nothing given is changed; the weights
 * themselves are zeroed by whoever puts the masks in force (the training loop, after every optimiser step).
 * @throws StudioError `pruning/bad-request` for an unusable layer, mask, weight or amount
 */
export function prune(criterion: CriterionKind, request: PruningRequest): ReadonlyMap<string, Uint8Array> {
  checkLayers(request.layers)
  const masks = criteria[criterion].prune(request)
  return new Map(request.layers.map((layer, index) => [layer.name, masks[index]!]))
}

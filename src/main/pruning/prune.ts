import type { CriterionKind } from '../../shared/pruning'
import { criteria } from './criteria'
import type { Masks, PruningRequest } from './criterion'
import { checkLayers } from './prunable-layer'

/**
 * One pruning step: the new mask of every layer, by the layer's name, and for a structured criterion of the other
 * parameters that go with a channel. Nothing given is changed; the weights themselves are zeroed by whoever puts the
 * masks in force (the training loop, after every optimiser step).
 * @throws StudioError `pruning/bad-request` for an unusable layer, mask, weight or amount
 */
export function prune(criterion: CriterionKind, request: PruningRequest): Masks {
  checkLayers(request.layers)
  return criteria[criterion].prune(request)
}

/**
 * The masks after a step: what was pruned stays pruned, in parameters outside the step's scope too.
 * @param after changed in place
 */
export function mergeMasks(before: Masks, after: Masks): Masks {
  for (const [name, mask] of after) {
    const old = before.get(name)
    if (old) for (let i = 0; i < mask.length; i++) mask[i]! &= old[i]!
  }
  return new Map([...before, ...after])
}

import type { Variable } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import { createMaskVariables } from '../pruning/mask-variables'
import type { Parameter } from './network'
import type { WeightMasks } from './optimizer'

/**
 * Masks as float32 variables of their parameters' shapes, for use in a program; the caller disposes of them.
 * @throws StudioError `pruning/bad-request` for a mask of an unknown parameter or of the wrong size
 */
export function maskVariables(
  parameters: readonly Parameter[],
  masks: WeightMasks,
): ReadonlyMap<string, Variable> {
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]))
  const shaped = [...masks].map(([name, mask]) => {
    const variable = byName.get(name)?.variable
    if (variable?.size === mask.length) return { name, shape: variable.shape, mask }
    throw new StudioError(
      'pruning/bad-request',
      variable
        ? `The pruning mask of '${name}' has ${mask.length} elements, its weights have ${variable.size}.`
        : `There is a pruning mask for '${name}', but the network trains no such weights.`,
    )
  })
  return createMaskVariables(shaped)
}

import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'

/**
 * A layer's output as the feature map that it must be.
 * @throws StudioError `explain/bad-request` if it has no height and width
 */
export function spatialActivations(activations: Tensor, layer: string): Tensor4D {
  if (activations.rank === 4) return activations as Tensor4D
  throw new StudioError(
    'explain/bad-request',
    `Layer ${layer} gives [${activations.shape.join(', ')}], which has no height and width to map. Choose ` +
      'a convolution or pooling layer.',
  )
}

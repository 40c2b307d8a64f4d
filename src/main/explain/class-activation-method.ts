import {
  add,
  argMax,
  clone,
  customGrad,
  mul,
  oneHot,
  tidy,
  valueAndGrad,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core'
import type { Program } from '../compute/program'
import type { Network } from '../network/network'
import { createBatchedRunner } from './batched-runner'
import type { MapMethod } from './map-method'
import { spatialActivations } from './spatial-activations'
import { resolveTargetLayer } from './target-layer'

/**
 * What makes a class activation map of the target layer's output A and of dy/dA, the gradient of the explained class's
 * logit (not of its softmax): both `[batch, height, width, channels]`, the map `[batch, height, width]`, signed. The
 * published ReLU is left to the renderings, so that the sign is not lost.
 */
export type CombineChannels = (activations: Tensor4D, gradients: Tensor4D) => Tensor3D

/**
 * A method that weighs the channels of a layer by gradients. The layers up to the target run forwards only; just the
 * head after it is differentiated. An image's logit depends on no other image, so one gradient of all chosen logits of
 * a batch holds the gradient of each.
 */
export function classActivationMethod(
  words: Pick<MapMethod, 'kind' | 'label' | 'reference'>,
  combine: CombineChannels,
): MapMethod {
  return {
    ...words,
    prepare: async (request) => {
      const layer = resolveTargetLayer(request.network, request.targetLayer)
      const program = mapProgram(request.network, layer, combine)
      return createBatchedRunner(words.kind, layer, request, program)
    },
  }
}

function mapProgram(network: Network, layer: string, combine: CombineChannels): Program {
  return ({ images, chosen, usePredicted }) =>
    tidy(() => {
      const activations = spatialActivations(network.forwardTo(layer, images as Tensor4D), layer)
      const head = (input: Tensor) => explainLogit(network.forwardFrom(layer, input), chosen!, usePredicted!)
      const { value: logits, grad } = valueAndGrad(head)(activations)
      return { maps: combine(activations, grad as Tensor4D), logits }
    })
}

/**
 * Passes logits on as they are, and gives them as gradient 1 at the explained class of each image and 0
 * elsewhere. So one run yields the logits, the predicted class and its gradient, without a second forward
 * pass to know it.
 * @param chosen `[batch, classes]`, one-hot where a class was asked for, else 0
 * @param usePredicted `[batch, 1]`, 1 where the predicted class is explained, else 0
 */
function explainLogit(logits: Tensor, chosen: Tensor, usePredicted: Tensor): Tensor {
  const seeded = customGrad((input, save) => {
    const values = input as Tensor
    const predicted = oneHot(argMax(values, 1), values.shape[1]!, 1, 0, 'float32')
    const remember = save as (tensors: Tensor[]) => void
    remember([add(mul(predicted, usePredicted), chosen)])
    return { value: clone(values), gradFunc: (dy: Tensor, [seed]: Tensor[]) => mul(dy, seed!) }
  })
  return seeded(logits)
}

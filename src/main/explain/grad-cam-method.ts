import {
  add,
  argMax,
  clone,
  customGrad,
  mean,
  mul,
  oneHot,
  sum,
  tidy,
  valueAndGrad,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import type { Program } from '../compute/program'
import type { Network } from '../network/network'
import { createBatchedRunner } from './batched-runner'
import type { MapMethod } from './map-method'
import { resolveTargetLayer } from './target-layer'

/**
 * Grad-CAM. With A_k the channels of the target layer's output and y_c the logit (not the softmax) of class
 * c: a_k = mean over space of dy_c / dA_k, raw map = sum over k of a_k A_k. The published ReLU is left to the
 * renderings, so that the sign is not lost.
 *
 * The layers up to the target run forwards only; just the head after it is differentiated. An image's logit
 * depends on no other image, so one gradient of all chosen logits of a batch holds the gradient of each.
 */
export const gradCamMethod: MapMethod = {
  kind: 'grad-cam',
  label: 'Grad-CAM',
  reference: 'Selvaraju et al. 2017, https://arxiv.org/abs/1610.02391',
  prepare: async (request) => {
    const layer = resolveTargetLayer(request.network, request.targetLayer)
    return createBatchedRunner('grad-cam', layer, request, gradCamProgram(request.network, layer))
  },
}

function gradCamProgram(network: Network, layer: string): Program {
  return ({ images, chosen, usePredicted }) =>
    tidy(() => {
      const activations = spatial(network.forwardTo(layer, images as Tensor4D), layer)
      const head = (input: Tensor) => explainLogit(network.forwardFrom(layer, input), chosen!, usePredicted!)
      const { value: logits, grad } = valueAndGrad(head)(activations)
      const channelWeights = mean(grad, [1, 2], true)
      return { maps: sum(mul(channelWeights, activations), 3), logits }
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

function spatial(activations: Tensor, layer: string): Tensor4D {
  if (activations.rank === 4) return activations as Tensor4D
  throw new StudioError(
    'explain/bad-request',
    `Layer ${layer} gives [${activations.shape.join(', ')}], which has no height and width to map. Choose ` +
      'a convolution or pooling layer.',
  )
}

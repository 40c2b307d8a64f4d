import { add, div, equal, mul, onesLike, pow, relu, square, sum, where } from '@tensorflow/tfjs-core'
import { classActivationMethod } from './class-activation-method'

/**
 * Grad-CAM++. With g = dy_c / dA_k at each position: alpha = g² / (2 g² + (sum over space of A_k) g³), and 0 where that
 * is 0 / 0; w_k = sum over space of alpha ReLU(g); raw map = sum over k of w_k A_k (alpha is equation 19; without the last ReLU). The paper takes the exponential of the logit for the score, whose gradient is g times that exponential:
 * a positive factor of the whole map, which is left out because it says nothing of places and can overflow.
 */
export const gradCamPlusPlusMethod = classActivationMethod(
  {
    kind: 'grad-cam-plus-plus',
    label: 'Grad-CAM++',
    reference: 'Chattopadhay et al. 2018, https://arxiv.org/abs/1710.11063',
  },
  (activations, gradients) => {
    const squared = square(gradients)
    const denominator = add(mul(squared, 2), mul(sum(activations, [1, 2], true), pow(gradients, 3)))
    const alpha = div(squared, where(equal(denominator, 0), onesLike(denominator), denominator))
    const weights = sum(mul(alpha, relu(gradients)), [1, 2], true)
    return sum(mul(weights, activations), 3)
  },
)

import { mean, mul, sum } from '@tensorflow/tfjs-core'
import { classActivationMethod } from './class-activation-method'

/**
 * Grad-CAM. With A_k the channels of the target layer's output and y_c the logit of class c: a_k = mean over space of
 * dy_c / dA_k, raw map = sum over k of a_k A_k (equations 1 and 2, without the ReLU).
 */
export const gradCamMethod = classActivationMethod(
  {
    kind: 'grad-cam',
    label: 'Grad-CAM',
    reference: 'Selvaraju et al. 2017, https://arxiv.org/abs/1610.02391',
  },
  (activations, gradients) => sum(mul(mean(gradients, [1, 2], true), activations), 3),
)

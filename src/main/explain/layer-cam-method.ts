import { mul, relu, sum } from '@tensorflow/tfjs-core'
import { classActivationMethod } from './class-activation-method'

/**
 * LayerCAM: every position of a channel is weighed by its own positive gradient, raw map = sum over k of
 * ReLU(dy_c / dA_k) A_k (as published, without the last ReLU). Fine also in early layers, where one weight for
 * a whole channel says little.
 */
export const layerCamMethod = classActivationMethod(
  {
    kind: 'layer-cam',
    label: 'LayerCAM',
    reference:
      'Jiang et al. 2021, IEEE Transactions on Image Processing 30, https://doi.org/10.1109/TIP.2021.3089943',
  },
  (activations, gradients) => sum(mul(relu(gradients), activations), 3),
)

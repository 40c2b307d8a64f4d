import * as tf from '@tensorflow/tfjs-core'
import type { Network } from '../../../src/main/network/network'

/** ((7 i² + 3 i + offset) mod 17 - 8) / 10: weights that a PyTorch script can make as well. */
function weights(shape: number[], offset: number): tf.Variable {
  const count = shape.reduce((product, extent) => product * extent, 1)
  const values = Array.from({ length: count }, (_, i) => (((i * i * 7 + i * 3 + offset) % 17) - 8) / 10)
  return tf.tidy(() => tf.variable(tf.tensor(values, shape)))
}

/**
 * 8 x 8 images; convolution to 4 channels, ReLU, max-pool ('pool', 4 x 4); then convolution to 5 channels,
 * tanh, mean over space, dense to 3 classes ('logits'). `poison` makes a weight of the head NaN.
 */
export function toyNetwork(poison = false): Network {
  const first = weights([3, 3, 3, 4], 0)
  const second = weights([3, 3, 4, 5], 1)
  const dense = weights([5, 3], 2)
  if (poison) dense.assign(tf.fill([5, 3], Number.NaN))
  const pool = (images: tf.Tensor4D) =>
    tf.maxPool(tf.relu(tf.conv2d(images, first as tf.Tensor as tf.Tensor4D, 1, 'same')), 2, 2, 'valid')
  const head = (activations: tf.Tensor) => {
    const mixed = tf.tanh(
      tf.conv2d(activations as tf.Tensor4D, second as tf.Tensor as tf.Tensor4D, 1, 'same'),
    )
    return tf.matMul(tf.mean(mixed, [1, 2]), dense as tf.Tensor as tf.Tensor2D) as tf.Tensor2D
  }
  return {
    classes: ['fish', 'dog', 'church'],
    inputSizePx: 8,
    parameters: [],
    layerNames: ['pool', 'logits'],
    defaultTargetLayer: 'pool',
    forwardTo: (layer, images) => (layer === 'pool' ? pool(images) : head(pool(images))),
    forwardFrom: (layer, activations) =>
      layer === 'pool' ? head(activations) : (activations as tf.Tensor2D),
    forward: (images) => head(pool(images)),
    dropoutShapes: () => ({}),
    dispose: () => [first, second, dense].forEach((variable) => variable.dispose()),
  }
}

/** Bytes (11 i + i²·37) mod 251: images that a PyTorch script can make as well. `[count, 8, 8, 3]` */
export function toyImages(count: number): Uint8Array {
  return Uint8Array.from({ length: count * 8 * 8 * 3 }, (_, i) => (i * i * 37 + 11 * i) % 251)
}

/**
 * A network small enough for pencil and paper: 2 x 2 images; the target layer 'image' is the image itself;
 * two classes whose logits are the mean over space of 4 x (red - green) and 8 x blue.
 */
export function pencilNetwork(): Network {
  const dense = tf.tidy(() =>
    tf.variable(
      tf.tensor2d([
        [4, 0],
        [-4, 0],
        [0, 8],
      ]),
    ),
  )
  const head = (activations: tf.Tensor) =>
    tf.matMul(tf.mean(activations, [1, 2]), dense as tf.Tensor as tf.Tensor2D) as tf.Tensor2D
  return {
    classes: ['red', 'blue'],
    inputSizePx: 2,
    parameters: [],
    layerNames: ['image'],
    defaultTargetLayer: 'image',
    forwardTo: (_, images) => tf.clone(images),
    forwardFrom: (_, activations) => head(activations),
    forward: (images) => head(images),
    dropoutShapes: () => ({}),
    dispose: () => dense.dispose(),
  }
}

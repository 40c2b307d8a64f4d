import * as tf from '@tensorflow/tfjs-core'
import type { InputScaling } from '../../shared/input-scaling'

const imagenetMean = [0.485, 0.456, 0.406]
const imagenetStandardDeviation = [0.229, 0.224, 0.225]
/** Blue, green, red, of 0 to 255. */
const caffeMean = [103.939, 116.779, 123.68]

/**
 * What a network's first layer sees. Networks take images in [0, 1] and scale them themselves, so that no caller can
 * get it wrong.
 * @param images `[batch, height, width, 3]`, red, green, blue in [0, 1]
 */
export function scaleInput(images: tf.Tensor4D, scaling: InputScaling): tf.Tensor4D {
  switch (scaling) {
    case 'unit':
      return images
    case 'signed':
      return tf.sub(tf.mul(images, 2), 1)
    case 'imagenet':
      return tf.div(tf.sub(images, tf.tensor1d(imagenetMean)), tf.tensor1d(imagenetStandardDeviation))
    case 'caffe':
      return tf.sub(tf.mul(tf.reverse(images, 3), 255), tf.tensor1d(caffeMean))
    case 'bytes':
      return tf.mul(images, 255)
  }
}

import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'

/**
 * How a network wants its pixels. Networks take images in [0, 1] and scale them themselves, so that no caller can
 * get it wrong: `unit` leaves them, `signed` maps to [-1, 1] (MobileNet, Inception), `imagenet` subtracts the mean
 * of ImageNet and divides by its standard deviation per channel (torchvision).
 */
export const inputScalingSchema = z.enum(['unit', 'signed', 'imagenet'])
export type InputScaling = z.infer<typeof inputScalingSchema>

const imagenetMean = [0.485, 0.456, 0.406]
const imagenetStandardDeviation = [0.229, 0.224, 0.225]

/** `[batch, height, width, 3]` in [0, 1] to what the network's first layer sees. */
export function scaleInput(images: tf.Tensor4D, scaling: InputScaling): tf.Tensor4D {
  switch (scaling) {
    case 'unit':
      return images
    case 'signed':
      return tf.sub(tf.mul(images, 2), 1)
    case 'imagenet':
      return tf.div(tf.sub(images, tf.tensor1d(imagenetMean)), tf.tensor1d(imagenetStandardDeviation))
  }
}

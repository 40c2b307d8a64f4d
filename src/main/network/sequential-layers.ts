import * as tf from '@tensorflow/tfjs-core'
import type { CreateVariable } from './initialise'
import type { SequentialLayer } from './sequential-network'

export interface DensePlan {
  readonly name: string
  readonly inputs: number
  readonly outputs: number
  /** Whether a ReLU follows. */
  readonly rectified: boolean
}

/** `[batch, inputs]` to `[batch, outputs]` with a bias; parameters `<name>.weight` and `<name>.bias`. */
export function denseLayer(plan: DensePlan, create: CreateVariable): SequentialLayer {
  const { name, inputs, outputs, rectified } = plan
  const kernel = create({ name: `${name}.weight`, kind: 'dense-kernel', shape: [inputs, outputs], rectified })
  const bias = create({ name: `${name}.bias`, kind: 'dense-bias', shape: [outputs], rectified })
  return {
    name,
    explainable: false,
    apply: (input) => tf.add(tf.matMul(input as tf.Tensor2D, kernel as tf.Tensor2D), bias),
  }
}

/** Multiplies by the mask that training supplies under the layer's name; does nothing in evaluation. */
export function dropoutLayer(name: string, units: number, rate: number): SequentialLayer {
  return {
    name,
    explainable: false,
    dropout: { units, rate },
    apply: (input, masks) => {
      const mask = masks?.[name]
      return mask ? tf.mul(input, mask) : input
    },
  }
}

/** As in PyTorch: added to the variance, and the share of the batch's statistics in the new averages. */
export const batchNormEpsilon = 1e-5
export const batchNormMomentum = 0.1

/**
 * Batch normalisation of `[batch, height, width, channels]` as `torch.nn.BatchNorm2d` does it: in training by the
 * mean and variance of the batch, of which the averages take up a tenth (the variance with n - 1); in evaluation by
 * the averages. Parameters `<name>.weight` and `.bias`, buffers `<name>.running_mean` and `.running_var`.
 */
export function batchNormLayer(name: string, channels: number, create: CreateVariable): SequentialLayer {
  const plan = { kind: 'norm', shape: [channels], rectified: true } as const
  const scale = create({ ...plan, name: `${name}.weight` })
  const offset = create({ ...plan, name: `${name}.bias` })
  const runningMean = create({ ...plan, name: `${name}.running_mean`, isBuffer: true })
  const runningVariance = create({ ...plan, name: `${name}.running_var`, isBuffer: true })
  const normalise = (input: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor): tf.Tensor =>
    tf.batchNorm(input, mean as tf.Tensor1D, variance as tf.Tensor1D, offset, scale, batchNormEpsilon)
  return {
    name,
    explainable: true,
    apply: (input, masks) => {
      if (!masks) return normalise(input, runningMean, runningVariance)
      const { mean, variance } = tf.moments(input, [0, 1, 2])
      const count = input.size / channels
      takeUp(runningMean, mean)
      takeUp(runningVariance, tf.mul(variance, count / Math.max(1, count - 1)))
      return normalise(input, mean, variance)
    },
  }
}

function takeUp(average: tf.Variable, value: tf.Tensor): void {
  average.assign(tf.add(tf.mul(average, 1 - batchNormMomentum), tf.mul(value, batchNormMomentum)))
}

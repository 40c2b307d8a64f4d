import * as tf from '@tensorflow/tfjs-core'
import {
  type BatchNormalisation,
  batchNormEpsilon,
  normaliseByAverages,
  normaliseByBatch,
} from './batch-normalisation'
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
    apply: (input, training) => {
      const mask = training?.dropout?.[name]
      return mask ? tf.mul(input, mask) : input
    },
  }
}

/**
 * Batch normalisation of `[batch, height, width, channels]` with the names of `torch.nn.BatchNorm2d`: parameters
 * `<name>.weight` and `.bias`, buffers `<name>.running_mean` and `.running_var`.
 */
export function batchNormLayer(name: string, channels: number, create: CreateVariable): SequentialLayer {
  const plan = { kind: 'norm', shape: [channels], rectified: true } as const
  const layer: BatchNormalisation = {
    scale: create({ ...plan, name: `${name}.weight` }),
    offset: create({ ...plan, name: `${name}.bias` }),
    averages: {
      mean: create({ ...plan, name: `${name}.running_mean`, isBuffer: true }),
      variance: create({ ...plan, name: `${name}.running_var`, isBuffer: true }),
    },
    epsilon: batchNormEpsilon,
  }
  return {
    name,
    explainable: true,
    apply: (input, training) =>
      training && !training.frozen?.has(name)
        ? normaliseByBatch(input, layer, training.onBatchStatistics)
        : normaliseByAverages(input, layer),
  }
}

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

import * as tf from '@tensorflow/tfjs-core'
import type { InputSpec } from '../compute/program'
import type { Network, Parameter } from './network'

/** What training differentiates, and by what. */
export interface LossSubject {
  readonly network: Network
  readonly trained: readonly Parameter[]
}

const dropoutPrefix = 'dropout/'

/** The inputs of `lossAndGradients` for `rows` images. */
export function lossInputs(network: Network, rows: number): Record<string, InputSpec> {
  const size = network.inputSizePx
  const masks = Object.entries(network.dropoutShapes(rows)).map(([layer, shape]) => [
    dropoutPrefix + layer,
    { shape },
  ])
  return {
    images: { shape: [rows, size, size, 3] },
    /** One-hot; rows that are all zero are padding. */
    targets: { shape: [rows, network.classes.length] },
    /** Images that the loss is averaged over; these rows may be a part of them. */
    count: { shape: [] },
    ...Object.fromEntries(masks),
  }
}

/** Dropout masks by layer as inputs of a program. */
export function maskInputs(masks: Readonly<Record<string, Float32Array>>): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(masks).map(([layer, mask]) => [dropoutPrefix + layer, mask]))
}

/** The share of these rows in the mean loss of a batch, and its gradients by parameter name. */
export interface LossAndGradients {
  readonly loss: tf.Scalar
  readonly gradients: ReadonlyMap<string, tf.Tensor>
  /** `[rows, classes]`. */
  readonly logits: tf.Tensor
}

/** Cross-entropy of the softmax, summed over the rows and divided by `count`. To be recorded in a program. */
export function lossAndGradients(
  { network, trained }: LossSubject,
  inputs: Readonly<Record<string, tf.Tensor>>,
): LossAndGradients {
  const masks = Object.fromEntries(
    Object.entries(inputs).flatMap(([name, tensor]) =>
      name.startsWith(dropoutPrefix) ? [[name.slice(dropoutPrefix.length), tensor]] : [],
    ),
  )
  let kept: tf.Tensor | undefined
  const { value: loss, grads } = tf.variableGrads(
    () => {
      const logits = network.forward(inputs['images'] as tf.Tensor4D, { dropout: masks })
      kept = tf.keep(logits)
      const surprise = tf.sum(tf.mul(inputs['targets']!, tf.logSoftmax(logits)))
      return tf.neg(tf.div(surprise, inputs['count']!)) as tf.Scalar
    },
    trained.map(({ variable }) => variable),
  )
  // The gradient's own scope would have freed the logits; now the program's scope owns them.
  const logits = tf.clone(kept!)
  kept!.dispose()
  const gradients = new Map(trained.map(({ name, variable }) => [name, grads[variable.name]!]))
  return { loss, gradients, logits }
}

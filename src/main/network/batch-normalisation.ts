import * as tf from '@tensorflow/tfjs-core'

/** Added to the variance, as in PyTorch. */
export const batchNormEpsilon = 1e-5

/**
 * The share of its averages that a training step keeps, as in PyTorch: for programs that a model is exported to. Here
 * averages are computed after an epoch (`batch-averages.ts`), not gathered on the way.
 */
export const exportedMomentum = 0.9

/** What a batch normalisation works with; all arrays are `[channels]`. */
export interface BatchNormalisation {
  /** Absent: 1. */
  readonly scale?: tf.Variable | undefined
  /** Absent: 0. */
  readonly offset?: tf.Variable | undefined
  /** What it normalises by in evaluation. */
  readonly averages: BatchAverages
  readonly epsilon: number
}

/** Mean and variance over training images. */
export interface BatchAverages {
  readonly mean: tf.Variable
  readonly variance: tf.Variable
}

/** What a batch normalisation found in a batch, `[channels]` each. */
export interface BatchStatistics {
  readonly mean: tf.Tensor
  /** Mean square of the distance from the mean: divided by `count`, not by one less. */
  readonly variance: tf.Tensor
  /** Values of each channel in the batch: images times positions. */
  readonly count: number
}

/** Told by what a layer normalised a batch, and which averages belong to it. */
export type OnBatchStatistics = (averages: BatchAverages, batch: BatchStatistics) => void

/** Normalises `[batch, ..., channels]` by the averages, as in evaluation (Ioffe and Szegedy 2015, arXiv 1502.03167). */
export function normaliseByAverages(input: tf.Tensor, layer: BatchNormalisation): tf.Tensor {
  return normalise(input, layer, layer.averages)
}

/** Normalises `[batch, ..., channels]` by its own mean and variance, as in training. The averages stay as they are. */
export function normaliseByBatch(
  input: tf.Tensor,
  layer: BatchNormalisation,
  onStatistics?: OnBatchStatistics,
): tf.Tensor {
  const { mean, variance } = tf.moments(
    input,
    Array.from({ length: input.rank - 1 }, (_, axis) => axis),
  )
  onStatistics?.(layer.averages, { mean, variance, count: input.size / input.shape.at(-1)! })
  return normalise(input, layer, { mean, variance })
}

function normalise(
  input: tf.Tensor,
  { scale, offset, epsilon }: BatchNormalisation,
  { mean, variance }: { readonly mean: tf.Tensor; readonly variance: tf.Tensor },
): tf.Tensor {
  return tf.batchNorm(
    input,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    offset as tf.Tensor1D | undefined,
    scale as tf.Tensor1D | undefined,
    epsilon,
  )
}

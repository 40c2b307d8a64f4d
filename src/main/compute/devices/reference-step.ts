import * as tf from '@tensorflow/tfjs-core'
import type { ComputeDevice, InputSpec, Program, TensorData } from '../program'

/** Images in one reference step. */
export const referenceBatch = 16
const sizePx = 32
const classes = 10
const channels = [3, 15, 16, 24] as const

/** Values that look random and are the same everywhere: the fractional parts of multiples of the golden ratio. */
function quasiRandom(length: number, scale: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => ((((index + 1) * 0.618033988749895) % 1) - 0.5) * scale)
}

/**
 * A small training step that has in it what training has: convolutions (one with a channel count that some GPU
 * layouts get wrong), batch normalisation, max-pools, a dense layer, cross-entropy, all gradients and an update with
 * momentum. It tests a device and measures it.
 */
export interface ReferenceStep {
  readonly program: Program
  readonly inputs: Readonly<Record<string, InputSpec>>
  readonly feed: Readonly<Record<string, TensorData>>
  readonly variables: readonly tf.Variable[]
  dispose(): void
}

export function referenceStep(): ReferenceStep {
  const shapes = channels.slice(1).map((out, index) => [3, 3, channels[index]!, out])
  const flat = (sizePx / 8) ** 2 * channels.at(-1)!
  const weights = [...shapes, [flat, classes]].map((shape) => {
    const size = shape.reduce((product, length) => product * length, 1)
    return tf.tidy(() =>
      tf.variable(tf.tensor(quasiRandom(size, 2 / Math.sqrt(size / shape.at(-1)!)), shape)),
    )
  })
  const momenta = weights.map((weight) => tf.tidy(() => tf.variable(tf.zeros(weight.shape))))
  const labels = Float32Array.from({ length: referenceBatch * classes }, (_, i) =>
    i % classes === Math.floor(i / classes) % classes ? 1 : 0,
  )
  return {
    program: ({ images, labels: truth }) => ({
      loss: update(weights, momenta, () => loss(weights, images as tf.Tensor4D, truth as tf.Tensor2D)),
    }),
    inputs: {
      images: { shape: [referenceBatch, sizePx, sizePx, 3] },
      labels: { shape: [referenceBatch, classes] },
    },
    feed: { images: quasiRandom(referenceBatch * sizePx * sizePx * 3, 2), labels },
    variables: [...weights, ...momenta],
    dispose: () => tf.dispose([...weights, ...momenta]),
  }
}

function loss(weights: readonly tf.Variable[], images: tf.Tensor4D, truth: tf.Tensor2D): tf.Scalar {
  const features = weights.slice(0, -1).reduce<tf.Tensor4D>((value, kernel) => {
    const convolved = tf.conv2d<tf.Tensor4D>(value, kernel as tf.Tensor4D, 1, 'same')
    const { mean, variance } = tf.moments(convolved, [0, 1, 2])
    const [scale, offset] = [tf.onesLike(mean) as tf.Tensor1D, tf.zerosLike(mean) as tf.Tensor1D]
    const normal = tf.batchNorm<tf.Rank.R4>(
      convolved,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      offset,
      scale,
    )
    return tf.maxPool(tf.relu(normal) as tf.Tensor4D, 2, 2, 'valid')
  }, images)
  const logits = tf.matMul(tf.reshape(features, [referenceBatch, -1]), weights.at(-1) as tf.Tensor2D)
  return tf.neg(tf.mean(tf.sum(tf.mul(truth, tf.logSoftmax(logits)), -1)))
}

function update(
  weights: readonly tf.Variable[],
  momenta: readonly tf.Variable[],
  loss: () => tf.Scalar,
): tf.Scalar {
  const { value, grads } = tf.variableGrads(loss, [...weights])
  weights.forEach((weight, index) => {
    const momentum = momenta[index]!
    momentum.assign(tf.add(tf.mul(momentum, 0.9), grads[weight.name]!))
    weight.assign(tf.sub(weight, tf.mul(momentum, 0.05)))
  })
  return value
}

/** A slow device is known as slow after so long; two steps show that its update works too. */
const enoughMs = 3000
const fewestSteps = 2

/**
 * Losses of the first reference steps, at most `steps`, which must be the same on every device; and images per
 * second in the fastest of them.
 */
export async function runReference(
  device: ComputeDevice,
  steps: number,
): Promise<{ losses: number[]; imagesPerSecond: number }> {
  const step = referenceStep()
  const program = await device.compile(step.program, step.inputs)
  try {
    const losses: number[] = []
    const durationsMs: number[] = []
    while (losses.length < fewestSteps || (losses.length < steps && sum(durationsMs) < enoughMs)) {
      const start = performance.now()
      const { loss } = await program.run(step.feed)
      durationsMs.push(performance.now() - start)
      losses.push(loss!.data[0]!)
    }
    return { losses, imagesPerSecond: (referenceBatch * 1000) / Math.min(...durationsMs) }
  } finally {
    await program.dispose()
    step.dispose()
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

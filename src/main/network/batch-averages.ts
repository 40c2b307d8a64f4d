import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { ComputeDevice, TensorValue } from '../compute/program'
import type { ImageSet } from '../dataset/image-set'
import { shuffledIndices } from '../../shared/random'
import type { BatchAverages } from './batch-normalisation'
import { batches } from './batches'
import { pauseForCancellation } from './cancellation'
import type { Network } from './network'
import { randomStream } from './random'
import { setValues } from './variable-values'

/** Computes the averages that batch normalisations use in evaluation, for the weights as they are. */
export interface AverageSettler {
  /** @throws StudioError `job/cancelled` */
  settle(
    train: ImageSet,
    options: { readonly seed: number; readonly signal?: AbortSignal | undefined },
  ): Promise<void>
  dispose(): Promise<void>
}

/** Training images that averages are computed over, or as many as there are. */
const averagedImages = 512

/**
 * Sets the averages of batch normalisation to the mean and variance over training images with the weights fixed, in
 * batches as training sees them but without dropout and augmentation ("precise" batch normalisation, Wu and Johnson
 * 2021, arXiv 2105.07576, section 3). Averages gathered during training would lag behind the weights: after a pruning
 * step, or few steps of fine-tuning, the network would fail in evaluation only. Averages of frozen layers stay.
 * @param rows images of a batch
 */
export async function createAverageSettler(
  device: ComputeDevice,
  network: Network,
  rows: number,
): Promise<AverageSettler> {
  if ((network.buffers ?? []).length === 0) return { settle: async () => {}, dispose: async () => {} }
  const size = network.inputSizePx
  const layers = new Map<string, NormalisedLayer>()
  const program = await device.compile(({ images }) => statisticsOf(network, images as Tensor4D, layers), {
    images: { shape: [rows, size, size, 3] },
  })
  return {
    async settle(train, { seed, signal }) {
      const count = Math.max(1, Math.floor(Math.min(averagedImages, train.labels.length) / rows)) * rows
      const order = shuffledIndices(train.labels.length, randomStream(seed, 'averages').nextUniform)
      const sums = new Map<string, Sums>()
      for await (const batch of batches(train, {
        batchSize: rows,
        order: order.subarray(0, count),
        epoch: 0,
      })) {
        await pauseForCancellation(signal, 'Training')
        const output = await program.run({ images: batch.images })
        for (const layer of layers.keys()) addBatch(sums, layer, output)
      }
      for (const [layer, { averages, count: perBatch }] of layers) {
        setAverages(averages, sums.get(layer)!, { batches: count / rows, perBatch })
      }
    },
    dispose: () => program.dispose(),
  }
}

interface NormalisedLayer {
  readonly averages: BatchAverages
  /** Values of a channel in a batch. */
  readonly count: number
}

/** The statistics of a batch, and in `layers` whose they are, by the numbers in their names. */
function statisticsOf(
  network: Network,
  images: Tensor4D,
  layers: Map<string, NormalisedLayer>,
): Record<string, Tensor> {
  const found: Record<string, Tensor> = {}
  network.forward(images, {
    onBatchStatistics: (averages, { mean, variance, count }) => {
      const layer = String(averages.mean.id)
      layers.set(layer, { averages, count })
      found[`mean/${layer}`] = mean
      found[`variance/${layer}`] = variance
    },
  })
  return found
}

/** Sums over batches, for each channel. */
interface Sums {
  readonly mean: Float64Array
  /** Of the batches' mean squares. */
  readonly square: Float64Array
}

function addBatch(
  sums: Map<string, Sums>,
  layer: string,
  output: Readonly<Record<string, TensorValue>>,
): void {
  const { data: mean } = output[`mean/${layer}`]!
  const { data: variance } = output[`variance/${layer}`]!
  const sum = sums.get(layer) ?? {
    mean: new Float64Array(mean.length),
    square: new Float64Array(mean.length),
  }
  sums.set(layer, sum)
  for (let channel = 0; channel < mean.length; channel++) {
    sum.mean[channel]! += mean[channel]!
    sum.square[channel]! += variance[channel]! + mean[channel]! ** 2
  }
}

/** The variance is that of a sample, with n - 1, as PyTorch's averages hold it. */
function setAverages(
  { mean, variance }: BatchAverages,
  sums: Sums,
  { batches: times, perBatch }: { readonly batches: number; readonly perBatch: number },
): void {
  const count = times * perBatch
  const means = sums.mean.map((sum) => sum / times)
  const variances = sums.square.map(
    (sum, channel) => (Math.max(0, sum / times - means[channel]! ** 2) * count) / Math.max(1, count - 1),
  )
  setValues(mean, Float32Array.from(means))
  setValues(variance, Float32Array.from(variances))
}

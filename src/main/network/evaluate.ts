import type { Tensor4D } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import type { ComputeDevice } from '../compute/program'
import type { ImageSet } from '../dataset/image-set'
import { batches } from './batches'
import { pauseForCancellation } from './cancellation'
import { type Evaluation, scoreLogits } from './classification-metrics'
import type { Network } from './network'

export interface EvaluateOptions {
  /** Images per step. Default 32. */
  readonly batchSize?: number
  /**
   * For each class of the images, the class of the network that it is: for a network that knows more classes than
   * the images have. Absent: both must have the same classes in the same order.
   */
  readonly classIndices?: readonly number[]
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
}

/** Evaluates a network on image sets; compiled once, and sees the weights as they are at each call. */
export interface Evaluator {
  /**
   * @throws StudioError `dataset/empty` without images, `training/bad-request` for other classes or another size than
   *   the network's, `job/cancelled`
   */
  evaluate(images: ImageSet, options?: Omit<EvaluateOptions, 'batchSize'>): Promise<Evaluation>
  dispose(): Promise<void>
}

const defaultBatchSize = 32

/** Compiles a network's forward pass for batches of a fixed size; the last batch of a set is padded. */
export async function createEvaluator(
  device: ComputeDevice,
  network: Network,
  { batchSize = defaultBatchSize, freeze = false }: { batchSize?: number; freeze?: boolean } = {},
): Promise<Evaluator> {
  const size = network.inputSizePx
  const program = await device.compile(
    ({ images }) => ({ logits: network.forward(images as Tensor4D) }),
    { images: { shape: [batchSize, size, size, 3] } },
    { freezeVariables: freeze },
  )
  return {
    async evaluate(images, { classIndices, signal, onProgress } = {}) {
      assertFits(images, network, classIndices)
      const count = images.labels.length
      const width = network.classes.length
      const logits = new Float32Array(count * width)
      const order = Int32Array.from({ length: count }, (_, index) => index)
      let done = 0
      for await (const batch of batches(images, { batchSize, order, epoch: 0 })) {
        await pauseForCancellation(signal, 'The evaluation')
        const output = (await program.run({ images: batch.images }))['logits']!
        logits.set(output.data.subarray(0, batch.indices.length * width), done * width)
        done += batch.indices.length
        onProgress?.({ done, total: count })
      }
      const labels = classIndices ? images.labels.map((label) => classIndices[label]!) : images.labels
      return scoreLogits(logits, labels, network.classes)
    },
    dispose: () => program.dispose(),
  }
}

/** Evaluates once. Errors as `Evaluator.evaluate`. */
export async function evaluateNetwork(
  device: ComputeDevice,
  network: Network,
  images: ImageSet,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  assertFits(images, network, options.classIndices)
  const batchSize = Math.min(options.batchSize ?? defaultBatchSize, images.labels.length)
  const evaluator = await createEvaluator(device, network, { batchSize, freeze: true })
  try {
    return await evaluator.evaluate(images, options)
  } finally {
    await evaluator.dispose()
  }
}

/**
 * Checks that a network can work on an image set.
 * @throws StudioError `dataset/empty`, `training/bad-request`
 */
export function assertFits(images: ImageSet, network: Network, classIndices?: readonly number[]): void {
  if (images.labels.length === 0) {
    throw new StudioError('dataset/empty', 'There are no images in this part of the data set.')
  }
  if (images.sizePx !== network.inputSizePx) {
    throw new StudioError(
      'training/bad-request',
      `The images are ${images.sizePx} pixels wide, but the network takes ${network.inputSizePx}. ` +
        `Open the data set with ${network.inputSizePx} pixels.`,
    )
  }
  const mapped = classIndices?.map((index) => network.classes[index])
  if (
    mapped
      ? mapped.length === images.classes.length && !mapped.includes(undefined)
      : sameClasses(images, network)
  )
    return
  throw new StudioError(
    'training/bad-request',
    `The data set has the classes ${list(images.classes)}, the network knows ${list(network.classes)}. ` +
      'They must be the same, in the same order.',
  )
}

function sameClasses(images: ImageSet, network: Network): boolean {
  return (
    images.classes.length === network.classes.length &&
    images.classes.every((name, index) => name === network.classes[index])
  )
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ')
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown
}

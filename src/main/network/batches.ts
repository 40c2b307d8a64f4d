import type { ImageSet } from '../dataset/image-set'
import { shuffledIndices } from '../../shared/random'
import { randomStream } from './random'

/** Images of one step, padded to a fixed size because a compiled program has fixed shapes. */
export interface Batch {
  /** Indices into the image set; shorter than the batch size for the last batch of an epoch. */
  readonly indices: readonly number[]
  /** `[batchSize, size, size, 3]` in [0, 1]; after the last image they begin again with the first. */
  readonly images: Float32Array
}

/** Changes a batch of RGB bytes `[count, size, size, 3]`, in place or not; seeded by whoever made it. */
export type Augment = (
  bytes: Uint8Array,
  batch: { readonly epoch: number; readonly indices: readonly number[] },
) => Uint8Array | Promise<Uint8Array>

export interface BatchPlan {
  readonly batchSize: number
  /** Image indices in the order in which they are visited. */
  readonly order: Int32Array
  readonly epoch: number
  readonly augment?: Augment | undefined
}

/** The order of an epoch: a shuffle that depends on nothing but seed and epoch. */
export function epochOrder(count: number, seed: number, epoch: number): Int32Array {
  return shuffledIndices(count, randomStream(seed, 'shuffle', epoch).nextUniform)
}

/** Batches asked for before they are needed. */
const batchesAhead = 2

/**
 * Goes through `order` batch by batch; the last one may be smaller. The next batches are being decoded while the
 * caller works on the present one: decoding runs on other threads, but a compute step blocks this one, so the
 * requests must be out before the step starts. Two are, so that those threads have work while this one augments.
 */
export async function* batches(images: ImageSet, plan: BatchPlan): AsyncGenerator<Batch> {
  const { order, batchSize } = plan
  const pending: Promise<Batch>[] = []
  let requested = 0
  const request = (): void => {
    if (requested >= order.length) return
    const batch = loadBatch(images, Array.from(order.subarray(requested, requested + batchSize)), plan)
    // Awaited later; until then a failed decode must not count as unhandled.
    batch.catch(() => undefined)
    pending.push(batch)
    requested += batchSize
  }
  for (let ahead = 0; ahead < batchesAhead; ahead++) request()
  while (pending.length > 0) {
    const batch = await pending.shift()!
    request()
    yield batch
  }
}

async function loadBatch(images: ImageSet, indices: readonly number[], plan: BatchPlan): Promise<Batch> {
  const decoded = await images.load(indices)
  const bytes = plan.augment ? await plan.augment(decoded, { epoch: plan.epoch, indices }) : decoded
  const values = new Float32Array(plan.batchSize * images.sizePx * images.sizePx * 3)
  for (let index = 0; index < bytes.length; index++) values[index] = bytes[index]! / 255
  // Repeated images and not black ones, because batch normalisation looks at the whole batch.
  for (let filled = bytes.length; filled < values.length; filled += bytes.length) {
    values.copyWithin(filled, 0, Math.min(bytes.length, values.length - filled))
  }
  return { indices, images: values }
}

/**
 * One-hot targets `[batchSize, classCount]`. The rows of padding stay all zero, which takes them out of the loss
 * and its gradient exactly.
 */
export function batchTargets(labels: readonly number[], batchSize: number, classCount: number): Float32Array {
  const targets = new Float32Array(batchSize * classCount)
  labels.forEach((label, row) => {
    targets[row * classCount + label] = 1
  })
  return targets
}

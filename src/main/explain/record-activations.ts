import type { Tensor4D } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import type { ComputeDevice } from '../compute/program'
import type { ImageSet } from '../dataset/image-set'
import { batches } from '../network/batches'
import { pauseForCancellation } from '../network/cancellation'
import type { Network } from '../network/network'
import {
  createActivationCounter,
  type ActivationCounter,
  type CountedActivations,
} from './activation-counter'
import { isWorthFreezing } from './image-batches'
import { spatialActivations } from './spatial-activations'
import { resolveTargetLayer } from './target-layer'

export interface ActivationRequest {
  readonly network: Network
  readonly device: ComputeDevice
  readonly images: ImageSet
  readonly batchSize: number
  /** Default: the network's `defaultTargetLayer`. */
  readonly targetLayer?: string | undefined
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** A layer's activations over all images of a set. */
export interface RecordedActivations extends CountedActivations {
  readonly layer: string
  readonly height: number
  readonly width: number
  readonly channels: number
}

/**
 * Runs all images of a set through a network up to its target layer and counts the activations there.
 * @throws StudioError `explain/bad-request` if the layer does not exist or has no positions; `network/bad-weights` if
 *   an activation is not a finite number; `job/cancelled`
 */
export async function recordActivations(request: ActivationRequest): Promise<RecordedActivations> {
  const { network, device, images, batchSize, signal } = request
  const layer = resolveTargetLayer(network, request.targetLayer)
  const size = network.inputSizePx
  const compiled = await device.compile(
    (inputs) => ({
      activations: spatialActivations(network.forwardTo(layer, inputs['images'] as Tensor4D), layer),
    }),
    { images: { shape: [batchSize, size, size, 3] } },
    { freezeVariables: isWorthFreezing(network) },
  )
  try {
    const total = images.labels.length
    const order = Int32Array.from({ length: total }, (_, index) => index)
    let counter: ActivationCounter | undefined
    let [height, width, channels] = [0, 0, 0]
    let done = 0
    for await (const batch of batches(images, { batchSize, order, epoch: 0 })) {
      await pauseForCancellation(signal, 'Counting activations')
      const { activations } = await compiled.run({ images: batch.images })
      ;[, height, width, channels] = activations!.shape as [number, number, number, number]
      counter ??= createActivationCounter(channels)
      const values = activations!.data as Float32Array
      const used = values.subarray(0, batch.indices.length * height * width * channels)
      assertFinite(used, layer)
      counter.add(used)
      done += batch.indices.length
      request.onProgress?.(done, total)
    }
    if (!counter) throw new StudioError('dataset/empty', 'There are no images to count activations on.')
    return { layer, height, width, channels, ...counter.finish() }
  } finally {
    await compiled.dispose()
  }
}

function assertFinite(values: Float32Array, layer: string): void {
  if (values.every(Number.isFinite)) return
  throw new StudioError(
    'network/bad-weights',
    `Layer ${layer} gives values that are not finite numbers. The network's training has diverged, or its weight file ` +
      'is damaged: go back to an earlier checkpoint.',
  )
}

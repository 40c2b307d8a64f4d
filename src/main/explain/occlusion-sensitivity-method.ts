import { slice, type Tensor4D } from '@tensorflow/tfjs-core'
import type { CompiledProgram, Program } from '../compute/program'
import { highestIndex } from '../network/classification-metrics'
import type { Network } from '../network/network'
import {
  batchPixels,
  batchShape,
  checkImages,
  finiteRow,
  isWorthFreezing,
  type BatchShape,
} from './image-batches'
import type { ImageMap, MapMethod } from './map-method'
import { hasPositiveEvidence } from './scalar-map'
import { spatialActivations } from './spatial-activations'
import { resolveTargetLayer } from './target-layer'

/** The grey that covers a part of the image, in [0, 1]. */
const grey = 0.5

/**
 * Occlusion sensitivity (section 4.2): a grey square covers one part of the image after the other; the map is by how
 * much the logit of the explained class falls. No gradients, nothing of the network's inside; one forward pass for
 * each part.
 *
 * Here the squares tile the image, one for each position of the target layer, so that maps have the resolution of
 * Grad-CAM's and stand for the same places (7 x 7 squares of 32 pixels for VGG-16); the layer matters for nothing else.
 * The paper plots the class's probability, which is flat where the network is sure; and it slides the square.
 */
export const occlusionSensitivityMethod: MapMethod = {
  kind: 'occlusion-sensitivity',
  label: 'Occlusion sensitivity',
  reference: 'Zeiler and Fergus 2014, https://arxiv.org/abs/1311.2901',
  prepare: async ({ network, device, batchSize, targetLayer }) => {
    const layer = resolveTargetLayer(network, targetLayer)
    const shape = batchShape(network, batchSize)
    const { sizePx } = shape
    const compiled = await device.compile(
      forwardProgram(network, layer),
      { images: { shape: [batchSize, sizePx, sizePx, 3] } },
      { freezeVariables: isWorthFreezing(network) },
    )
    return {
      method: 'occlusion-sensitivity',
      targetLayer: layer,
      batchSize,
      inputSizePx: sizePx,
      explain: async (images, classIndices) => {
        checkImages(images, classIndices, shape)
        const { logits, height, width } = await plainLogits(compiled, images, shape)
        const drops = logits.map(() => new Float32Array(height * width))
        const classes = logits.map((row, index) => classIndices?.[index] ?? highestIndex(row))
        await forEachOccluded(compiled, { images, height, width, shape }, (image, tile, occluded) => {
          const chosen = classes[image]!
          drops[image]![tile] = logits[image]![chosen]! - occluded[chosen]!
        })
        return drops.map((values, index) =>
          imageMap({ width, height, values }, { logits: logits[index]!, explainedClass: classes[index]! }),
        )
      },
      dispose: () => compiled.dispose(),
    }
  },
}

/** Logits, and one channel of the first image's activations, which tells how many positions there are. */
function forwardProgram(network: Network, layer: string): Program {
  return ({ images }) => {
    const activations = spatialActivations(network.forwardTo(layer, images as Tensor4D), layer)
    const extent = slice(activations, [0, 0, 0, 0], [1, -1, -1, 1])
    return { logits: network.forwardFrom(layer, activations), extent }
  }
}

async function plainLogits(compiled: CompiledProgram, images: Uint8Array, shape: BatchShape) {
  const count = images.length / (shape.sizePx ** 2 * 3)
  const logits: Float32Array[] = []
  let [height, width] = [0, 0]
  for (let start = 0; start < count; start += shape.batchSize) {
    const size = Math.min(shape.batchSize, count - start)
    const output = await compiled.run({ images: batchPixels(images, { start, size }, shape) })
    for (let row = 0; row < size; row++) logits.push(finiteRow(output['logits']!, row))
    ;[, height, width] = output['extent']!.shape as [number, number, number]
  }
  return { logits, height, width }
}

interface Tiling {
  readonly images: Uint8Array
  readonly height: number
  readonly width: number
  readonly shape: BatchShape
}

/** Runs every image with every tile covered; batches hold whatever comes next, of one image or several. */
async function forEachOccluded(
  compiled: CompiledProgram,
  { images, height, width, shape }: Tiling,
  visit: (image: number, tile: number, logits: Float32Array) => void,
): Promise<void> {
  const { batchSize, sizePx } = shape
  const imageLength = sizePx * sizePx * 3
  const tiles = height * width
  const total = (images.length / imageLength) * tiles
  for (let start = 0; start < total; start += batchSize) {
    const size = Math.min(batchSize, total - start)
    const pixels = new Float32Array(batchSize * imageLength)
    for (let row = 0; row < size; row++) {
      const [image, tile] = [Math.trunc((start + row) / tiles), (start + row) % tiles]
      const target = pixels.subarray(row * imageLength, (row + 1) * imageLength)
      for (let i = 0; i < imageLength; i++) target[i] = images[image * imageLength + i]! / 255
      cover(target, sizePx, {
        top: edge(Math.trunc(tile / width), height, sizePx),
        bottom: edge(Math.trunc(tile / width) + 1, height, sizePx),
        left: edge(tile % width, width, sizePx),
        right: edge((tile % width) + 1, width, sizePx),
      })
    }
    const { logits } = await compiled.run({ images: pixels })
    for (let row = 0; row < size; row++) {
      visit(Math.trunc((start + row) / tiles), (start + row) % tiles, finiteRow(logits!, row))
    }
  }
}

/** Where tile `index` of `count` begins, in pixels: every pixel is in exactly one tile. */
function edge(index: number, count: number, sizePx: number): number {
  return Math.round((index * sizePx) / count)
}

interface Square {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

function cover(pixels: Float32Array, sizePx: number, { top, bottom, left, right }: Square): void {
  for (let y = top; y < bottom; y++) pixels.fill(grey, (y * sizePx + left) * 3, (y * sizePx + right) * 3)
}

function imageMap(
  raw: ImageMap['raw'],
  { logits, explainedClass }: Pick<ImageMap, 'logits' | 'explainedClass'>,
): ImageMap {
  const predictedClass = highestIndex(logits)
  return { raw, hasPositiveEvidence: hasPositiveEvidence(raw), explainedClass, predictedClass, logits }
}

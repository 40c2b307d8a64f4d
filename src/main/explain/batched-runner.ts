import type { MapMethodKind } from '../../shared/maps'
import type { InputSpec, Program, TensorValue } from '../compute/program'
import { highestIndex } from '../network/classification-metrics'
import {
  batchPixels,
  batchShape,
  checkImages,
  finiteRow,
  isWorthFreezing,
  type BatchShape,
} from './image-batches'
import type { ImageMap, MapRequest, MapRunner } from './map-method'
import { hasPositiveEvidence } from './scalar-map'

/**
 * Runs a map program over any number of images. The network must not be trained on while the runner is in
 * use: whether it would see the new weights depends on the network's size. The program's inputs:
 * - `images` `[batch, size, size, 3]` in [0, 1]
 * - `chosen` `[batch, classes]`: one-hot, or 0 where no class was asked for
 * - `usePredicted` `[batch, 1]`: 1 where the predicted class is explained, else 0
 *
 * Its outputs: `maps` `[batch, height, width]` and `logits` `[batch, classes]`.
 * @throws StudioError `explain/bad-request` if the batch size is not a whole number above 0
 */
export async function createBatchedRunner(
  method: MapMethodKind,
  targetLayer: string,
  { network, device, batchSize }: MapRequest,
  program: Program,
): Promise<MapRunner> {
  const shape = batchShape(network, batchSize)
  const compiled = await device.compile(program, inputSpecs(shape), {
    freezeVariables: isWorthFreezing(network),
  })
  return {
    method,
    targetLayer,
    batchSize,
    inputSizePx: shape.sizePx,
    explain: async (images, classIndices) => {
      const count = checkImages(images, classIndices, shape)
      const maps: ImageMap[] = []
      for (let start = 0; start < count; start += batchSize) {
        const size = Math.min(batchSize, count - start)
        const inputs = batchInputs(images, classIndices, { start, size }, shape)
        const { maps: raw, logits } = await compiled.run(inputs)
        for (let row = 0; row < size; row++) {
          maps.push(readRow({ raw: raw!, logits: logits! }, row, classIndices?.[start + row]))
        }
      }
      return maps
    },
    dispose: () => compiled.dispose(),
  }
}

function inputSpecs({ batchSize, classes, sizePx }: BatchShape): Readonly<Record<string, InputSpec>> {
  return {
    images: { shape: [batchSize, sizePx, sizePx, 3] },
    chosen: { shape: [batchSize, classes] },
    usePredicted: { shape: [batchSize, 1] },
  }
}

/** The rows after the last image stay black and explain nothing. */
function batchInputs(
  images: Uint8Array,
  classIndices: readonly number[] | undefined,
  rows: { readonly start: number; readonly size: number },
  shape: BatchShape,
) {
  const { batchSize, classes } = shape
  const chosen = new Float32Array(batchSize * classes)
  const usePredicted = new Float32Array(batchSize)
  for (let row = 0; row < rows.size; row++) {
    if (classIndices === undefined) usePredicted[row] = 1
    else chosen[row * classes + classIndices[rows.start + row]!] = 1
  }
  return { images: batchPixels(images, rows, shape), chosen, usePredicted }
}

function readRow(
  batch: { readonly raw: TensorValue; readonly logits: TensorValue },
  row: number,
  chosen: number | undefined,
): ImageMap {
  const [, height, width] = batch.raw.shape as readonly [number, number, number]
  const values = finiteRow(batch.raw, row)
  const logits = finiteRow(batch.logits, row)
  const predictedClass = highestIndex(logits)
  const raw = { width, height, values }
  return {
    raw,
    hasPositiveEvidence: hasPositiveEvidence(raw),
    explainedClass: chosen ?? predictedClass,
    predictedClass,
    logits,
  }
}

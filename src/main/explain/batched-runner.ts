import { StudioError } from '../../shared/errors'
import type { InputSpec, Program, TensorValue } from '../compute/program'
import type { ImageMap, MapMethodKind, MapRequest, MapRunner } from './map-method'
import { hasPositiveEvidence } from './scalar-map'

/**
 * Weights up to this number are frozen into the program, which makes it faster. Above (VGG-16 with its dense
 * layers has 138 million), preparing the copy took 20 s on the 2-core reference machine, to save half a
 * second a batch.
 */
const frozenWeightsLimit = 32_000_000

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
  request: MapRequest,
  program: Program,
): Promise<MapRunner> {
  const { network, device, batchSize } = request
  checkBatchSize(batchSize)
  const shape = { batchSize, classes: network.classes.length, sizePx: network.inputSizePx }
  const weights = network.parameters.reduce((sum, { variable }) => sum + variable.size, 0)
  const freezeVariables = weights <= frozenWeightsLimit
  const compiled = await device.compile(program, inputSpecs(shape), { freezeVariables })
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

interface BatchShape {
  readonly batchSize: number
  readonly classes: number
  readonly sizePx: number
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
  { batchSize, classes, sizePx }: BatchShape,
) {
  const imageLength = sizePx * sizePx * 3
  const pixels = new Float32Array(batchSize * imageLength)
  const offset = rows.start * imageLength
  for (let i = 0; i < rows.size * imageLength; i++) pixels[i] = images[offset + i]! / 255
  const chosen = new Float32Array(batchSize * classes)
  const usePredicted = new Float32Array(batchSize)
  for (let row = 0; row < rows.size; row++) {
    if (classIndices === undefined) usePredicted[row] = 1
    else chosen[row * classes + classIndices[rows.start + row]!] = 1
  }
  return { images: pixels, chosen, usePredicted }
}

function readRow(
  batch: { readonly raw: TensorValue; readonly logits: TensorValue },
  row: number,
  chosen: number | undefined,
): ImageMap {
  const [, height, width] = batch.raw.shape as readonly [number, number, number]
  const values = finiteRow(batch.raw, row)
  const logits = finiteRow(batch.logits, row)
  const predictedClass = logits.reduce((best, logit, index) => (logit > logits[best]! ? index : best), 0)
  const raw = { width, height, values }
  return {
    raw,
    hasPositiveEvidence: hasPositiveEvidence(raw),
    explainedClass: chosen ?? predictedClass,
    predictedClass,
    logits,
  }
}

function finiteRow({ data, shape }: TensorValue, row: number): Float32Array {
  const length = shape.slice(1).reduce((product, extent) => product * extent, 1)
  const values = Float32Array.from(data.subarray(row * length, (row + 1) * length))
  if (values.every(Number.isFinite)) return values
  throw new StudioError(
    'network/bad-weights',
    'The network gives values that are not finite numbers, so it has no map. Its training has diverged, or ' +
      'its weight file is damaged: go back to an earlier checkpoint, or train with a lower learning rate.',
  )
}

function checkBatchSize(batchSize: number): void {
  if (Number.isInteger(batchSize) && batchSize >= 1) return
  throw new StudioError(
    'explain/bad-request',
    `The batch size is ${batchSize}; it must be a whole number of images, at least 1, as 16.`,
  )
}

/** @returns the number of images */
function checkImages(
  images: Uint8Array,
  classIndices: readonly number[] | undefined,
  { classes, sizePx }: BatchShape,
): number {
  const imageLength = sizePx * sizePx * 3
  const count = images.length / imageLength
  if (!Number.isInteger(count)) {
    throw new StudioError(
      'explain/bad-request',
      `The images have ${images.length} bytes, which is no multiple of ${imageLength}: the network takes ` +
        `RGB images of ${sizePx} x ${sizePx} pixels. Resize the images first.`,
    )
  }
  if (classIndices !== undefined && classIndices.length !== count) {
    throw new StudioError(
      'explain/bad-request',
      `There are ${classIndices.length} classes to explain for ${count} images; give one for each image, ` +
        'or none.',
    )
  }
  const wrong = classIndices?.find((index) => !Number.isInteger(index) || index < 0 || index >= classes)
  if (wrong !== undefined) {
    throw new StudioError(
      'explain/bad-request',
      `Class ${wrong} does not exist; the network knows classes 0 to ${classes - 1}.`,
    )
  }
  return count
}

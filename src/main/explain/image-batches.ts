import { countText } from '../../shared/count-text'
import { StudioError } from '../../shared/errors'
import type { TensorValue } from '../compute/program'
import type { Network } from '../network/network'

/** What a network's programs take and give for a batch. */
export interface BatchShape {
  readonly batchSize: number
  readonly classes: number
  readonly sizePx: number
}

/**
 * Weights up to this number are frozen into the program, which makes it faster. Above (VGG-16 with its dense
 * layers has 138 million), preparing the copy took 20 s on the 2-core reference machine, to save half a
 * second a batch.
 */
const frozenWeightsLimit = 32_000_000

/** Whether a program of this network is better compiled with its weights as constants. */
export function isWorthFreezing({ parameters }: Network): boolean {
  return parameters.reduce((sum, { variable }) => sum + variable.size, 0) <= frozenWeightsLimit
}

/** @throws StudioError `explain/bad-request` if the batch size is not a whole number above 0 */
export function batchShape(network: Network, batchSize: number): BatchShape {
  if (Number.isInteger(batchSize) && batchSize >= 1) {
    return { batchSize, classes: network.classes.length, sizePx: network.inputSizePx }
  }
  throw new StudioError(
    'explain/bad-request',
    `The batch size is ${batchSize}; it must be a whole number of images, at least 1, as 16.`,
  )
}

/**
 * Checks images and classes to explain against a network.
 * @returns the number of images
 * @throws StudioError `explain/bad-request` if sizes or class indices do not fit
 */
export function checkImages(
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
      `${countText(classIndices.length, 'class', 'classes')} to explain for ${countText(count, 'image')}: give one for each image, ` +
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

/** Bytes of some rows as floats in [0, 1]; the rows after the last image stay black. `[batch, size, size, 3]` */
export function batchPixels(
  images: Uint8Array,
  rows: { readonly start: number; readonly size: number },
  { batchSize, sizePx }: BatchShape,
): Float32Array {
  const imageLength = sizePx * sizePx * 3
  const pixels = new Float32Array(batchSize * imageLength)
  const offset = rows.start * imageLength
  for (let i = 0; i < rows.size * imageLength; i++) pixels[i] = images[offset + i]! / 255
  return pixels
}

/**
 * A copy of one row of an output.
 * @throws StudioError `network/bad-weights` if it holds values that are not finite numbers
 */
export function finiteRow({ data, shape }: TensorValue, row: number): Float32Array {
  const length = shape.slice(1).reduce((product, extent) => product * extent, 1)
  const values = Float32Array.from(data.subarray(row * length, (row + 1) * length))
  if (values.every(Number.isFinite)) return values
  throw new StudioError(
    'network/bad-weights',
    'The network gives values that are not finite numbers, so it has no map. Its training has diverged, or ' +
      'its weight file is damaged: go back to an earlier checkpoint, or train with a lower learning rate.',
  )
}

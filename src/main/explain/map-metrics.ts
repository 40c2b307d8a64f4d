import { StudioError } from '../../shared/errors'
import type { ScalarMap } from './scalar-map'

/** How well a map agrees with where the object truly is. null where the map has no positive evidence. */
export interface MapMetrics {
  /** 0 to 1: the share of the map's positive values that lies on the object. */
  readonly energyInsideFraction: number | null
  /** Whether the highest value lies on the object; of equal values, the first row by row counts. */
  readonly isPointingInside: boolean | null
  /** 0 to 1: the share of the image that is object, which is what an even map would score. */
  readonly objectAreaFraction: number
}

/**
 * Scores a map against the object's mask. Energy: the energy-based pointing game of Wang et al. 2020
 * (Score-CAM, https://arxiv.org/abs/1910.01279), with the true mask in place of a bounding box. Pointing
 * game: Zhang et al. 2016 (https://arxiv.org/abs/1608.00507), without a tolerance around the object.
 * @param shown at the mask's size (`displayMap`); values below 0 count as 0
 * @param objectMask `[height, width]`, 0 outside of the object
 * @throws StudioError `explain/bad-request` if the mask has another size or holds no object
 */
export function mapMetrics(shown: ScalarMap, objectMask: Uint8Array): MapMetrics {
  const { values } = shown
  if (objectMask.length !== values.length) {
    throw new StudioError(
      'explain/bad-request',
      `The object's mask has ${objectMask.length} pixels, the map ${values.length} (${shown.width} x ` +
        `${shown.height}); they must be of one size. Resize the map to the mask first.`,
    )
  }
  const objectPx = objectMask.reduce((count, mask) => count + (mask > 0 ? 1 : 0), 0)
  if (objectPx === 0) {
    throw new StudioError(
      'explain/bad-request',
      'The mask holds no object, so no map can be scored against it. Leave this image out.',
    )
  }
  let total = 0
  let inside = 0
  let peak = 0
  values.forEach((value, i) => {
    if (value > 0) total += value
    if (value > 0 && objectMask[i]! > 0) inside += value
    if (value > values[peak]!) peak = i
  })
  return {
    energyInsideFraction: total > 0 ? inside / total : null,
    isPointingInside: total > 0 ? objectMask[peak]! > 0 : null,
    objectAreaFraction: objectPx / values.length,
  }
}

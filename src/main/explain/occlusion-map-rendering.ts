import { StudioError } from '../../shared/errors'
import type { Rendering } from './rendering'

/**
 * The published "explanation-map": the pixels where the map is highest stay visible, all others are black.
 * (Not Zeiler's occlusion sensitivity.) It needs the order of the values only, so no scaling applies.
 */
export const occlusionMapRendering: Rendering = {
  kind: 'occlusion-map',
  label: 'Occlusion-map',
  draw: (image, shown, { visibleFraction }) => {
    const visiblePx = visibleCount(shown.values.length, visibleFraction)
    const isVisible = highest(shown.values, visiblePx)
    const rgb = image.rgb.map((byte, i) => (isVisible[Math.trunc(i / 3)] === 1 ? byte : 0))
    const unsupportedPx = shown.values.reduce(
      (count, v, i) => count + (isVisible[i] === 1 && v <= 0 ? 1 : 0),
      0,
    )
    return { kind: 'occlusion-map', picture: { ...image, rgb }, visiblePx, unsupportedPx }
  },
}

/**
 * How many of `total` pixels a share is: rounded down as in the authors' pictures, but at least 1. The tenth
 * of 224 x 224 = 50176 pixels is 5017.
 * @throws StudioError `explain/bad-request` if the share is not above 0 and at most 1
 */
export function visibleCount(total: number, visibleFraction: number): number {
  if (visibleFraction > 0 && visibleFraction <= 1) return Math.max(Math.floor(total * visibleFraction), 1)
  throw new StudioError(
    'explain/bad-request',
    `The visible share of an occlusion-map is ${visibleFraction}; it must be above 0 and at most 1. ` +
      'Published is 0.1.',
  )
}

/**
 * Marks exactly the `count` highest values; of equal values at the limit, the first ones row by row.
 * @returns `[values.length]` of 0 and 1
 */
export function highest(values: Float32Array, count: number): Uint8Array {
  const limit = values.slice().sort()[values.length - count]!
  let ties = count - values.reduce((above, value) => above + (value > limit ? 1 : 0), 0)
  return Uint8Array.from(values, (value) => (value > limit || (value === limit && ties-- > 0) ? 1 : 0))
}

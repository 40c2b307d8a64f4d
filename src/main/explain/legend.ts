import { colourMaps, colourOffset } from './colour-maps'
import { checkPicture, type Picture } from './picture'
import type { RenderOptions } from './rendering'

/**
 * A strip that shows which colour stands for which scaled value: 0 at the left edge, 1 at the right one, with
 * the square applied where the heat-map applies it. Colours are pure, not mixed with an image.
 * @throws StudioError `explain/bad-request` if a size is not a whole number of pixels above 0
 */
export function legendStrip(
  widthPx: number,
  heightPx: number,
  { colourMap, isSquared }: Pick<RenderOptions, 'colourMap' | 'isSquared'>,
): Picture {
  const colours = colourMaps[colourMap]
  const rgb = new Uint8Array(Math.max(widthPx * heightPx * 3, 0) || 0)
  const picture = { widthPx, heightPx, rgb }
  checkPicture(picture)
  for (let x = 0; x < widthPx; x++) {
    const value = widthPx === 1 ? 1 : x / (widthPx - 1)
    const offset = colourOffset(isSquared ? value * value : value)
    for (let y = 0; y < heightPx; y++) rgb.set(colours.subarray(offset, offset + 3), (y * widthPx + x) * 3)
  }
  return picture
}

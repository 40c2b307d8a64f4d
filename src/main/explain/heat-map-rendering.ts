import { StudioError } from '../../shared/errors'
import { colourMaps, colourOffset } from './colour-maps'
import { scaleMap } from './map-scaling'
import type { Rendering } from './rendering'

/**
 * Colours of the squared, scaled map laid over the image: published as 0.7 image + 0.3 jet. Both the colours
 * and the mixture are cut (not rounded) to whole bytes, as in the authors' pictures.
 */
export const heatMapRendering: Rendering = {
  kind: 'heat-map',
  label: 'Heat-map',
  draw: (image, shown, { colourMap, imageShare, isSquared, scaling }) => {
    if (!(imageShare >= 0 && imageShare <= 1)) {
      throw new StudioError(
        'explain/bad-request',
        `The image's share of a heat-map is ${imageShare}; it must be between 0 and 1. Published is 0.7.`,
      )
    }
    const { map, applied } = scaleMap(shown, scaling)
    const colours = colourMaps[colourMap]
    const rgb = new Uint8Array(image.rgb.length)
    map.values.forEach((value, position) => {
      const offset = colourOffset(isSquared ? value * value : value)
      for (let channel = 0; channel < 3; channel++) {
        const pixel = image.rgb[position * 3 + channel]!
        rgb[position * 3 + channel] = Math.trunc(
          imageShare * pixel + (1 - imageShare) * colours[offset + channel]!,
        )
      }
    })
    return { kind: 'heat-map', picture: { ...image, rgb }, scaling: applied }
  },
}

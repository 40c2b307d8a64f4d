import { displayMap } from './map-scaling'
import { noEvidencePicture } from './no-evidence-picture'
import { checkPicture, type Picture } from './picture'
import { publishedRenderOptions, type RenderedMap, type RenderingKind, type RenderOptions } from './rendering'
import { renderings } from './renderings'
import { checkMap, hasPositiveEvidence, type ScalarMap } from './scalar-map'

/**
 * Draws a raw map over its image: ReLU, bicubic to the image's size, then the rendering's own steps. A map
 * without positive evidence gives the notice picture instead, under its own kind, so that it cannot pass as a
 * result.
 * @param image as the network saw it
 * @param raw signed, at the layer's resolution
 * @param options what differs from the published choices
 * @throws StudioError `explain/bad-request` for a map, picture or option that is out of range
 */
export function renderMap(
  kind: RenderingKind,
  image: Picture,
  raw: ScalarMap,
  options: Partial<RenderOptions> = {},
): RenderedMap {
  checkPicture(image)
  checkMap(raw)
  if (!hasPositiveEvidence(raw)) return { kind: 'no-positive-evidence', picture: noEvidencePicture(image) }
  const shown = displayMap(raw, image.widthPx, image.heightPx)
  return renderings[kind].draw(image, shown, { ...publishedRenderOptions, ...options })
}

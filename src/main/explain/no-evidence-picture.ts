import type { Picture } from './picture'

const stripeWidths = { spacingShare: 1 / 8, widthShare: 1 / 40 }

/** ITU-R BT.601 luma, as PIL's conversion to grey. */
function luma(rgb: Uint8Array, offset: number): number {
  return 0.299 * rgb[offset]! + 0.587 * rgb[offset + 1]! + 0.114 * rgb[offset + 2]!
}

/**
 * What stands in place of a map that has no positive evidence: the image in dark grey under light diagonal
 * stripes, which no rendering draws, so that nobody takes it for one.
 */
export function noEvidencePicture(image: Picture): Picture {
  const edge = Math.min(image.widthPx, image.heightPx)
  const spacing = Math.max(Math.round(edge * stripeWidths.spacingShare), 4)
  const width = Math.max(Math.round(edge * stripeWidths.widthShare), 1)
  const rgb = Uint8Array.from(image.rgb, (_, i) => {
    const pixel = Math.trunc(i / 3)
    const x = pixel % image.widthPx
    const y = Math.trunc(pixel / image.widthPx)
    return (x + y) % spacing < width ? 208 : Math.trunc(luma(image.rgb, pixel * 3) / 2)
  })
  return { ...image, rgb }
}

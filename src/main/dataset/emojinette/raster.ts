/** A picture with transparency, cut to its content. */
export interface Raster {
  readonly width: number
  readonly height: number
  /** `[height, width, 4]`: red, green, blue (all three multiplied by alpha) and alpha, 0 to 255. */
  readonly pixels: Uint8Array
}

/** A raster and its halves, `[0]` the largest, so that reductions are drawn without gaps in thin lines. */
export type Pyramid = readonly Raster[]

/** Halves until the longer side is below 16 pixels. */
export function pyramid(raster: Raster): Pyramid {
  const levels = [raster]
  for (let last = raster; Math.max(last.width, last.height) >= 32;) {
    last = halved(last)
    levels.push(last)
  }
  return levels
}

function halved({ width, height, pixels }: Raster): Raster {
  const halfWidth = Math.ceil(width / 2)
  const halfHeight = Math.ceil(height / 2)
  const half = new Uint8Array(halfWidth * halfHeight * 4)
  const at = (x: number, y: number, channel: number): number =>
    x < width && y < height ? pixels[(y * width + x) * 4 + channel]! : 0
  for (let y = 0, target = 0; y < halfHeight; y++) {
    for (let x = 0; x < halfWidth; x++) {
      for (let channel = 0; channel < 4; channel++, target++) {
        const sum =
          at(2 * x, 2 * y, channel) +
          at(2 * x + 1, 2 * y, channel) +
          at(2 * x, 2 * y + 1, channel) +
          at(2 * x + 1, 2 * y + 1, channel)
        half[target] = Math.round(sum / 4)
      }
    }
  }
  return { width: halfWidth, height: halfHeight, pixels: half }
}

/** Cuts RGBA pixels (not multiplied by alpha) to the part with alpha over 16 and multiplies. */
export function cutOut(rgba: Uint8Array, width: number, height: number): Raster {
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let y = 0, index = 3; y < height; y++) {
    for (let x = 0; x < width; x++, index += 4) {
      if (rgba[index]! <= 16) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
  }
  const cutWidth = right - left + 1
  const cutHeight = bottom - top + 1
  const pixels = new Uint8Array(cutWidth * cutHeight * 4)
  for (let y = 0, target = 0; y < cutHeight; y++) {
    for (let x = 0; x < cutWidth; x++, target += 4) {
      const source = ((y + top) * width + x + left) * 4
      const alpha = rgba[source + 3]!
      for (let channel = 0; channel < 3; channel++) {
        pixels[target + channel] = Math.round((rgba[source + channel]! * alpha) / 255)
      }
      pixels[target + 3] = alpha
    }
  }
  return { width: cutWidth, height: cutHeight, pixels }
}

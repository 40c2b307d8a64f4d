import type { Raster } from './raster'

/**
 * A drawing in one colour as two kinds of paint: red holds how much of a pixel is line, green how much is area
 * that lines enclose, alpha the sum. With `fill` false the enclosed area stays empty.
 */
export function twoToned({ width, height, pixels }: Raster, fill: boolean): Raster {
  const open = fill ? reachedFromOutside(width, height, pixels) : undefined
  const toned = new Uint8Array(pixels.length)
  for (let pixel = 0, index = 0; pixel < width * height; pixel++, index += 4) {
    const line = pixels[index + 3]!
    const area = open && isEnclosed(open, pixel, width) ? 255 - line : 0
    toned[index] = line
    toned[index + 1] = area
    toned[index + 3] = line + area
  }
  return { width, height, pixels: toned }
}

const outside = 1
const line = 2

/** Per pixel: 1 reached from the edge without crossing a line, 2 line, 0 enclosed. */
function reachedFromOutside(width: number, height: number, pixels: Uint8Array): Uint8Array {
  const kind = new Uint8Array(width * height)
  for (let pixel = 0; pixel < kind.length; pixel++) if (pixels[pixel * 4 + 3]! >= 128) kind[pixel] = line
  const pending: number[] = []
  const visit = (x: number, y: number): void => {
    const pixel = y * width + x
    if (x < 0 || y < 0 || x >= width || y >= height || kind[pixel] !== 0) return
    kind[pixel] = outside
    pending.push(pixel)
  }
  for (let x = 0; x < width; x++) [0, height - 1].forEach((y) => visit(x, y))
  for (let y = 0; y < height; y++) [0, width - 1].forEach((x) => visit(x, y))
  for (let pixel = pending.pop(); pixel !== undefined; pixel = pending.pop()) {
    const x = pixel % width
    const y = Math.floor(pixel / width)
    visit(x - 1, y)
    visit(x + 1, y)
    visit(x, y - 1)
    visit(x, y + 1)
  }
  return kind
}

/** Enclosed itself, or the soft edge of a line next to an enclosed pixel and to nothing outside. */
function isEnclosed(kind: Uint8Array, pixel: number, width: number): boolean {
  if (kind[pixel] !== line) return kind[pixel] === 0
  const neighbours = [pixel - 1, pixel + 1, pixel - width, pixel + width].map((other) => kind[other])
  return neighbours.includes(0) && !neighbours.includes(outside)
}

import type { Pyramid } from './raster'

/** Where and how a raster is drawn, in pixels of the canvas. */
export interface Placement {
  readonly centreX: number
  readonly centreY: number
  readonly width: number
  readonly height: number
  /** Clockwise on the screen. */
  readonly angleRadians: number
  readonly mirrored: boolean
  /** The part of the raster that is drawn, as shares of its sides; absent means all of it. */
  readonly part?: {
    readonly left: number
    readonly top: number
    readonly width: number
    readonly height: number
  }
}

/** Receives a pixel of the canvas and `[red, green, blue, alpha]`, multiplied by alpha, 0 to 255. */
type Put = (pixel: number, rgba: Float32Array) => void

/** Half the sides of the upright box around a placed raster. */
export function halfBounds({ width, height, angleRadians }: Placement): { x: number; y: number } {
  const [cos, sin] = [Math.abs(Math.cos(angleRadians)), Math.abs(Math.sin(angleRadians))]
  return { x: (width * cos + height * sin) / 2, y: (width * sin + height * cos) / 2 }
}

/** Calls `put` for every canvas pixel that the placed raster covers, row by row; bilinear between its pixels. */
export function drawRaster(levels: Pyramid, placement: Placement, sizePx: number, put: Put): void {
  const { centreX, centreY, angleRadians, mirrored } = placement
  const part = placement.part ?? { left: 0, top: 0, width: 1, height: 1 }
  const raster = levelFor(levels, placement.width / part.width)
  const [cos, sin] = [Math.cos(angleRadians), Math.sin(angleRadians)]
  const half = halfBounds(placement)
  const left = Math.max(0, Math.floor(centreX - half.x - 1))
  const right = Math.min(sizePx - 1, Math.ceil(centreX + half.x + 1))
  const top = Math.max(0, Math.floor(centreY - half.y - 1))
  const bottom = Math.min(sizePx - 1, Math.ceil(centreY + half.y + 1))
  const rgba = new Float32Array(4)
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const x = column + 0.5 - centreX
      const y = row + 0.5 - centreY
      const across = (x * cos + y * sin) / placement.width + 0.5
      const down = (y * cos - x * sin) / placement.height + 0.5
      if (placement.part && (across < 0 || across > 1 || down < 0 || down > 1)) continue
      const sourceX = (part.left + (mirrored ? 1 - across : across) * part.width) * raster.width - 0.5
      const sourceY = (part.top + down * part.height) * raster.height - 0.5
      if (sample(raster, sourceX, sourceY, rgba)) put(row * sizePx + column, rgba)
    }
  }
}

/** The smallest level that still has at least 0.8 of the pixels that are drawn. */
function levelFor(levels: Pyramid, drawnWidth: number): Pyramid[number] {
  const halvings = Math.floor(Math.log2(levels[0]!.width / drawnWidth / 0.8))
  return levels[Math.min(levels.length - 1, Math.max(0, halvings))]!
}

/** Fills `rgba`; false where nothing is drawn. Beyond its edge a raster is transparent. */
function sample(raster: Pyramid[number], x: number, y: number, rgba: Float32Array): boolean {
  const { width, height, pixels } = raster
  const left = Math.floor(x)
  const top = Math.floor(y)
  if (left < -1 || top < -1 || left >= width || top >= height) return false
  const right = x - left
  const down = y - top
  rgba.fill(0)
  const first = (top * width + left) * 4
  if (top >= 0) {
    if (left >= 0) add(rgba, pixels, first, (1 - right) * (1 - down))
    if (left + 1 < width) add(rgba, pixels, first + 4, right * (1 - down))
  }
  if (top + 1 < height) {
    if (left >= 0) add(rgba, pixels, first + width * 4, (1 - right) * down)
    if (left + 1 < width) add(rgba, pixels, first + width * 4 + 4, right * down)
  }
  return rgba[3]! > 0
}

function add(rgba: Float32Array, pixels: Uint8Array, source: number, weight: number): void {
  rgba[0]! += weight * pixels[source]!
  rgba[1]! += weight * pixels[source + 1]!
  rgba[2]! += weight * pixels[source + 2]!
  rgba[3]! += weight * pixels[source + 3]!
}

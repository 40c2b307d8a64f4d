import type { Colour } from './colour'

/** A square picture in the making. */
export interface Canvas {
  readonly sizePx: number
  /** `[sizePx, sizePx, 3]`, 0 to 255 and, before `toBytes`, also a little beyond. */
  readonly values: Float32Array
}

export function blankCanvas(sizePx: number): Canvas {
  return { sizePx, values: new Float32Array(sizePx * sizePx * 3) }
}

/** Lays a colour over a pixel. `opacity` in [0, 1]. */
export function blend({ values }: Canvas, pixel: number, colour: Colour, opacity: number): void {
  for (let channel = 0; channel < 3; channel++) {
    const index = pixel * 3 + channel
    values[index]! += (colour[channel]! - values[index]!) * opacity
  }
}

/** Sets every pixel from its position: x and y in [0, 1), from the top left. */
export function paint({ sizePx, values }: Canvas, colourAt: (x: number, y: number) => Colour): void {
  for (let y = 0, index = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++, index += 3) {
      const colour = colourAt((x + 0.5) / sizePx, (y + 0.5) / sizePx)
      values[index] = colour[0]
      values[index + 1] = colour[1]
      values[index + 2] = colour[2]
    }
  }
}

/** RGB bytes `[sizePx, sizePx, 3]`, rounded and cut to 0 to 255. */
export function toBytes({ values }: Canvas): Uint8Array {
  return new Uint8Array(new Uint8ClampedArray(values).buffer)
}

import type { ScalarMap } from './scalar-map'

/** The inputs that make one output position along an axis: `weights[i]` belongs to input `first + i`. */
interface Taps {
  readonly first: number
  readonly weights: Float64Array
}

/** Keys' cubic with a = -0.5 (Catmull-Rom), as in PIL; torch and OpenCV use -0.75. */
function cubic(distance: number): number {
  const a = -0.5
  const x = Math.abs(distance)
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a
  return 0
}

/**
 * Taps as Pillow computes them: half-pixel centres; the kernel is stretched when an axis shrinks (antialias);
 * taps beyond the edge are left out and the rest renormalised to sum 1.
 */
function tapsFor(inputSize: number, outputSize: number): readonly Taps[] {
  const scale = inputSize / outputSize
  const stretch = Math.max(scale, 1)
  const support = 2 * stretch
  return Array.from({ length: outputSize }, (_, position) => {
    const centre = (position + 0.5) * scale
    const first = Math.max(Math.trunc(centre - support + 0.5), 0)
    const end = Math.min(Math.trunc(centre + support + 0.5), inputSize)
    const weights = new Float64Array(end - first).map((_, i) =>
      cubic((i + first - centre + 0.5) * (1 / stretch)),
    )
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return { first, weights: weights.map((weight) => weight / total) }
  })
}

/**
 * Resizes along the rows and turns the result over: output `[outputWidth, height]` from input `[height,
 * width]`. Applied twice it resizes both axes and restores the order.
 */
function resizeRowsTransposed(input: Float32Array, width: number, taps: readonly Taps[]): Float32Array {
  const height = input.length / width
  const output = new Float32Array(taps.length * height)
  taps.forEach(({ first, weights }, column) => {
    for (let row = 0; row < height; row++) {
      let sum = 0
      for (let i = 0; i < weights.length; i++) sum += input[row * width + first + i]! * weights[i]!
      output[column * height + row] = sum
    }
  })
  return output
}

/**
 * Bicubic resize exactly as Pillow does it for float images (mode 'F', `Image.BICUBIC`): rows first, then
 * columns, sums in double precision, each pass stored as float32. Overshoots the input's range near steep
 * edges.
 */
export function resizeBicubic(map: ScalarMap, width: number, height: number): ScalarMap {
  const columns = resizeRowsTransposed(map.values, map.width, tapsFor(map.width, width))
  const values = resizeRowsTransposed(columns, map.height, tapsFor(map.height, height))
  return { width, height, values }
}

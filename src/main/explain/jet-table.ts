/**
 * Where each channel of jet bends, as [position, level] with straight lines between: matplotlib's segment
 * data.
 */
// prettier-ignore
const segments = [
  [[0, 0], [0.35, 0], [0.66, 1], [0.89, 1], [1, 0.5]],
  [[0, 0], [0.125, 0], [0.375, 1], [0.64, 1], [0.91, 0], [1, 0]],
  [[0, 0.5], [0.11, 1], [0.34, 1], [0.65, 0], [1, 0]],
] as const

function levelAt(points: readonly (readonly [number, number])[], index: number): number {
  const end = points.findIndex(([position]) => position * 255 >= index)
  const [rightPosition, right] = points[end]!
  if (end === 0) return right
  const [leftPosition, left] = points[end - 1]!
  const share = (index - leftPosition * 255) / (rightPosition * 255 - leftPosition * 255)
  return share * (right - left) + left
}

/** matplotlib's jet, RGB bytes `[256, 3]`, cut (not rounded) to bytes as matplotlib and the authors do. */
export const jetTable = Uint8Array.from({ length: 256 * 3 }, (_, i) =>
  Math.trunc(levelAt(segments[i % 3]!, Math.trunc(i / 3)) * 255),
)

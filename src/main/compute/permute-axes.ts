/** Edge of the squares in which values are moved: as many cache lines as fit the fastest cache. */
const tile = 32

/**
 * Reorders the axes of an array, as numpy's transpose: axis `k` of the result is axis `order[k]` of `values`.
 * @param shape of `values`; its product is their number
 * @param order a permutation of the axes
 * @returns a new array in the order of the new shape
 */
export function permuteAxes(
  values: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Float32Array {
  const result = new Float32Array(values.length)
  const from = stridesOf(shape)
  const edges = order.map((axis) => shape[axis]!)
  const to = stridesOf(edges)
  const axes = order.map((axis, place) => ({ edge: shape[axis]!, from: from[axis]!, to: to[place]! }))
  // Along one of these two values are neighbours in the source, along the other in the result.
  const [read, write] = [axes[order.indexOf(shape.length - 1)], axes.at(-1)]
  if (!read || !write) return values.slice()
  const others = axes.filter((axis) => axis !== read && axis !== write)
  const columns = read === write ? { edge: 1, from: 0, to: 0 } : read
  visit(others, (source, target) => {
    for (let row = 0; row < write.edge; row += tile) {
      const lastRow = Math.min(write.edge, row + tile)
      for (let column = 0; column < columns.edge; column += tile) {
        const lastColumn = Math.min(columns.edge, column + tile)
        for (let i = row; i < lastRow; i++) {
          for (let j = column; j < lastColumn; j++) {
            result[target + i * write.to + j * columns.to] =
              values[source + i * write.from + j * columns.from]!
          }
        }
      }
    }
  })
  return result
}

interface Axis {
  readonly edge: number
  /** Distance of neighbours in the source, and in the result. */
  readonly from: number
  readonly to: number
}

/** Calls `move` with the offsets of every combination of places on the axes. */
function visit(axes: readonly Axis[], move: (source: number, target: number) => void): void {
  const [axis, ...inner] = axes
  if (!axis) return move(0, 0)
  for (let place = 0; place < axis.edge; place++) {
    visit(inner, (source, target) => move(source + place * axis.from, target + place * axis.to))
  }
}

/** The permutation that undoes `order`. */
export function inverseOrder(order: readonly number[]): readonly number[] {
  return order.map((_, axis) => order.indexOf(axis))
}

function stridesOf(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, edge) => product * edge, 1))
}

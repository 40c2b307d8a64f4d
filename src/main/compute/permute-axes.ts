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
  const strides = stridesOf(shape)
  const edges = order.map((axis) => shape[axis]!)
  const steps = order.map((axis) => strides[axis]!)
  const result = new Float32Array(values.length)
  const last = order.length - 1
  const rowLength = edges[last] ?? 1
  const rowStep = steps[last] ?? 0
  const position = edges.map(() => 0)
  let from = 0
  for (let start = 0; start < result.length; start += rowLength) {
    for (let index = 0; index < rowLength; index++) result[start + index] = values[from + index * rowStep]!
    // The next row: like an odometer, without its last wheel.
    for (let axis = last - 1; axis >= 0; axis--) {
      from += steps[axis]!
      if (++position[axis]! < edges[axis]!) break
      from -= steps[axis]! * edges[axis]!
      position[axis] = 0
    }
  }
  return result
}

/** The permutation that undoes `order`. */
export function inverseOrder(order: readonly number[]): readonly number[] {
  return order.map((_, axis) => order.indexOf(axis))
}

function stridesOf(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, edge) => product * edge, 1))
}

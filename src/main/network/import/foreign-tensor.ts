import { inverseOrder, permuteAxes } from '../../compute/permute-axes'

/** Where a file of another program has the values of a parameter, and in which order. */
export interface ForeignTensor {
  readonly name: string
  /** As the file states it. */
  readonly shape: readonly number[]
  /** Absent where the file has the same order as we. */
  readonly layout?: Layout
}

export interface Layout {
  /** Our axes; they may be finer than the parameter's own, as height, width and channel of a flattened map. */
  readonly axes: readonly number[]
  /** Which of our axes stands at each place in the file. */
  readonly order: readonly number[]
}

/** Values of a parameter in the file's order. */
export function toForeign(values: Float32Array, { layout }: ForeignTensor): Float32Array {
  return layout ? permuteAxes(values, layout.axes, layout.order) : values
}

/** Values of the file in our order. */
export function fromForeign(values: Float32Array, { layout }: ForeignTensor): Float32Array {
  if (!layout) return values
  const fileAxes = layout.order.map((axis) => layout.axes[axis]!)
  return permuteAxes(values, fileAxes, inverseOrder(layout.order))
}

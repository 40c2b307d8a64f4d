import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inverseOrder, permuteAxes } from '../../../src/main/compute/permute-axes'

describe('permuteAxes', () => {
  it('transposes a matrix', () => {
    // [[1, 2, 3], [4, 5, 6]] becomes [[1, 4], [2, 5], [3, 6]].
    const transposed = permuteAxes(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3], [1, 0])
    expect([...transposed]).toEqual([1, 4, 2, 5, 3, 6])
  })

  it('moves channels first', () => {
    // Height 1, width 2, channels 3: pixels (1, 2, 3) and (4, 5, 6).
    const planes = permuteAxes(Float32Array.of(1, 2, 3, 4, 5, 6), [1, 2, 3], [2, 0, 1])
    expect([...planes]).toEqual([1, 4, 2, 5, 3, 6])
  })

  it('puts every value where its permuted index says, and the inverse puts it back', () => {
    const cases = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }).chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.shuffledSubarray(
          shape.map((_, axis) => axis),
          { minLength: shape.length },
        ),
      ),
    )
    fc.assert(
      fc.property(cases, ([shape, order]) => {
        const count = shape.reduce((product, edge) => product * edge, 1)
        const values = Float32Array.from({ length: count }, (_, index) => index)
        const result = permuteAxes(values, shape, order)
        const edges = order.map((axis) => shape[axis]!)
        result.forEach((value, index) => {
          const place = indexOf(index, edges)
          const source = shape.map((_, axis) => place[order.indexOf(axis)]!)
          expect(indexOf(value, shape)).toEqual(source)
        })
        expect(permuteAxes(result, edges, inverseOrder(order))).toEqual(values)
      }),
    )
  })
})

/** Coordinates of a flat index. */
function indexOf(flat: number, shape: readonly number[]): number[] {
  return shape.map((edge, axis) => {
    const below = shape.slice(axis + 1).reduce((product, each) => product * each, 1)
    return Math.floor(flat / below) % edge
  })
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countKept, fullMask } from '../../../src/main/pruning/prunable-layer'
import { pruneSmallest } from '../../../src/main/pruning/prune-smallest'

const layer = (weights: readonly number[], mask?: readonly number[]) => ({
  name: 'layer',
  weights: Float32Array.from(weights),
  mask: mask === undefined ? fullMask(weights.length) : Uint8Array.from(mask),
})

test("torch's own global L1 example: 4 of two layers", () => {
  const masks = pruneSmallest([layer([1, 2, 3, 4, -4, -3, -2, -1]), layer([0, 0.1, -2])], 4)
  // [[1,2,3,4],[-4,-3,-2,-1]] and [[0,.1,-2]] become [[0,2,3,4],[-4,-3,-2,0]] and [[0,0,-2]].
  expect(masks.map((mask) => [...mask])).toEqual([
    [0, 1, 1, 1, 1, 1, 1, 0],
    [0, 0, 1],
  ])
})

test('ties go by the lowest index, in the earlier layer first; -0 ties with 0', () => {
  expect([...pruneSmallest([layer([2, -1, 1, 1, -2])], 2)[0]!]).toEqual([1, 0, 0, 1, 1])
  expect([...pruneSmallest([layer([0, -0, 0])], 1)[0]!]).toEqual([0, 1, 1])
  expect(pruneSmallest([layer([3, 3]), layer([3, 3])], 3).map((mask) => [...mask])).toEqual([
    [0, 0],
    [0, 1],
  ])
})

test('old zeros stay zero and do not count, whatever their weight', () => {
  const pruned = pruneSmallest([layer([0, 9, 5, 4, 3, 2], [0, 0, 1, 1, 1, 1])], 2)[0]!
  expect([...pruned]).toEqual([0, 0, 1, 1, 0, 0])
})

test('a view into a larger buffer is read where it lies, and nothing given changes', () => {
  const buffer = Float32Array.from([0, 0, 3, -1, 2])
  const given = { name: 'view', weights: buffer.subarray(2), mask: fullMask(3) }
  expect([...pruneSmallest([given], 1)[0]!]).toEqual([1, 0, 1])
  expect([...given.mask]).toEqual([1, 1, 1])
})

/** The same rule by a full sort of index lists. */
function bySorting(weights: Float32Array, mask: Uint8Array, count: number): Uint8Array {
  const order = [...weights.keys()].filter((i) => mask[i] === 1)
  order.sort((a, b) => Math.abs(weights[a]!) - Math.abs(weights[b]!) || a - b)
  const expected = mask.slice()
  for (const index of order.slice(0, count)) expected[index] = 0
  return expected
}

test('equals a full sort for any weights, ties, subnormals, masks and counts', () => {
  const weight = fc.oneof(
    fc.constantFrom(0, -0, 1, -1, 0.5),
    fc.float({ noNaN: true, noDefaultInfinity: true }),
  )
  fc.assert(
    fc.property(
      fc.array(fc.tuple(weight, fc.integer({ min: 0, max: 1 })), { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (entries, share) => {
        const weights = Float32Array.from(entries.map(([value]) => value))
        const mask = Uint8Array.from(entries.map(([, bit]) => bit))
        const count = Math.floor(share * countKept(mask))
        const pruned = pruneSmallest([{ name: 'any', weights, mask }], count)[0]!
        expect([...pruned]).toEqual([...bySorting(weights, mask, count)])
      },
    ),
    { seed: 20230217 },
  )
})

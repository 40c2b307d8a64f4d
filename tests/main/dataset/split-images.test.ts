import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/shared/seeded-random'
import { holdOutByClass, splitHeldOut } from '../../../src/main/dataset/split-images'

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const seeds = fc.integer({ min: 0, max: 0xffff_ffff })

describe('splitHeldOut', () => {
  test('divides 3,925 images into 2,800 and 1,125 as in the paper', () => {
    const { test: testing, validation } = splitHeldOut(numbers(3925), seededRandom(1))
    expect([testing.length, validation.length]).toEqual([2800, 1125])
  })

  test('divides 500 images into 357 and 143: 500 × 2800 / 3925 = 356.7', () => {
    const { test: testing, validation } = splitHeldOut(numbers(500), seededRandom(1))
    expect([testing.length, validation.length]).toEqual([357, 143])
  })

  test('puts every image into exactly one part, neither empty, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), seeds, (count, seed) => {
        const split = splitHeldOut(numbers(count), seededRandom(seed))
        expect(split.test.length).toBeGreaterThan(0)
        expect(split.validation.length).toBeGreaterThan(0)
        expect([...split.test, ...split.validation].sort((a, b) => a - b)).toEqual(numbers(count))
        expect(splitHeldOut(numbers(count), seededRandom(seed))).toEqual(split)
      }),
    )
  })

  test('another seed gives another split', () => {
    const split = (seed: number): readonly number[] => splitHeldOut(numbers(100), seededRandom(seed)).test
    expect(split(1)).not.toEqual(split(2))
  })
})

describe('holdOutByClass', () => {
  test('takes 3 of 10 and 1 of 2', () => {
    const labels = [...numbers(10).map(() => 0), 1, 1]
    const { train, heldOut } = holdOutByClass(labels, seededRandom(5))
    expect(heldOut.filter((index) => labels[index] === 0)).toHaveLength(3)
    expect(heldOut.filter((index) => labels[index] === 1)).toHaveLength(1)
    expect([...train, ...heldOut].sort((a, b) => a - b)).toEqual(numbers(12))
  })
})

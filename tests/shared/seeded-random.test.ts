import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../src/shared/seeded-random'
import { shuffledIndices } from '../../src/shared/random'

test('the same key gives the same numbers, near keys give others', () => {
  const draws = (...key: (string | number)[]): number[] => {
    const random = seededRandom(...key)
    return Array.from({ length: 5 }, () => random.uniform())
  }
  expect(draws(1, 'a', 2)).toEqual(draws(1, 'a', 2))
  const firsts = Array.from({ length: 1000 }, (_, index) => draws(1, index)[0]!)
  expect(new Set(firsts).size).toBe(1000)
  // The mean of 1,000 uniform draws has a standard deviation of .0091.
  expect(firsts.reduce((sum, value) => sum + value, 0) / 1000).toBeCloseTo(0.5, 1)
})

test('numbers stay in their ranges and a shuffle keeps all of them', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 50 }), (seed, count) => {
      const random = seededRandom(seed)
      expect(random.below(count)).toBeLessThan(count)
      expect(random.between(2, 3)).toSatisfy((value: number) => value >= 2 && value < 3)
      expect(random.chance(1)).toBe(true)
      expect(random.chance(0)).toBe(false)
      const shuffled = shuffledIndices(count, random.uniform)
      expect([...shuffled].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index))
    }),
  )
})

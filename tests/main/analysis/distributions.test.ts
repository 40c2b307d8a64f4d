import { describe, expect, test } from 'vitest'
import {
  chiSquareSurvival,
  fairCoinCdf,
  fairCoinPmf,
  normalCdf,
  normalTwoSided,
  twoSidedZ,
} from '../../../src/main/analysis/distributions'

/** Values of SciPy 1.10. */
describe('distributions', () => {
  test.each([
    [0.5, 1, 0.479500122],
    [10, 5, 0.0752352461],
    [700, 3, 2.09913085e-151],
    [1e-6, 2, 0.9999995],
  ])('chi-square: P(X > %d) with %d degrees of freedom', (x, degreesOfFreedom, expected) => {
    expect(chiSquareSurvival(x, degreesOfFreedom) / expected).toBeCloseTo(1, 8)
  })

  test('chi-square far in the tails is 0 or 1, not an error', () => {
    expect(chiSquareSurvival(5000, 3)).toBe(0)
    expect(chiSquareSurvival(1e-300, 10)).toBe(1)
    expect(chiSquareSurvival(0, 1)).toBe(1)
  })

  test.each([
    [-8, 6.22096057e-16],
    [-1.5, 0.0668072013],
    [0, 0.5],
    [3, 0.998650102],
  ])('normal: P(X <= %d)', (z, expected) => {
    expect(normalCdf(z) / expected).toBeCloseTo(1, 8)
  })

  test('normal far in the tails', () => {
    expect(normalCdf(-1000)).toBe(0)
    expect(normalCdf(1000)).toBe(1)
    expect(normalTwoSided(0)).toBe(1)
    expect(twoSidedZ(0.95)).toBeCloseTo(1.959963984540054, 14)
  })

  test('a fair coin thrown four times', () => {
    // 1, 4, 6, 4, 1 of 16.
    expect([-1, 0, 1, 2, 3, 4].map((count) => fairCoinCdf(count, 4))).toEqual([
      0,
      ...[1 / 16, 5 / 16, 11 / 16, 15 / 16].map((share) => expect.closeTo(share, 12)),
      1,
    ])
    expect(fairCoinPmf(2, 4)).toBeCloseTo(6 / 16, 12)
  })
})

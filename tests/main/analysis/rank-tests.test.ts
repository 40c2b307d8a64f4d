import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  averageRanks,
  friedmanTest,
  kruskalWallisTest,
  wilcoxonSignedRank,
} from '../../../src/main/analysis/rank-tests'

test('equal values share their mean rank', () => {
  // Two 3s share ranks 3 and 4, three 5s share 5, 6 and 7: (8 - 2) + (27 - 3) = 30.
  expect(averageRanks([3, 1, 5, 3, 2, 5, 5])).toEqual({ ranks: [3.5, 1, 6, 3.5, 2, 6, 6], tieSum: 30 })
})

/** Statistics and p-values of SciPy 1.10. */
describe("Wilcoxon's signed-rank test", () => {
  test('is exact without ties', () => {
    const result = wilcoxonSignedRank([0.952, -0.147, 1.022, 0.43, 0.62, 0.59, 0.49, -0.08, 0.01])!
    // Ranks of the two negative differences: 3 and 2, so that 5 of 45 are negative.
    expect(result.statistic).toBe(40)
    expect(result.p).toBeCloseTo(0.0390625, 12)
    expect(result.effect).toBeCloseTo((40 - 5) / 45, 12)
  })

  test('corrects for ties, and leaves zeros out', () => {
    expect(wilcoxonSignedRank([1, 1, -2, 3, 3, -1, 4, 0, 2, 2])!.p).toBeCloseTo(0.06417639475454485, 12)
  })

  test('is undefined without a difference', () => {
    expect(wilcoxonSignedRank([0, 0])).toBeNull()
    expect(wilcoxonSignedRank([])).toBeNull()
  })

  test('changes the sign of its effect, not its p, with the sign of the data', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 30 }),
        (differences) => {
          const result = wilcoxonSignedRank(differences)
          const mirrored = wilcoxonSignedRank(differences.map((difference) => -difference))
          if (!result || !mirrored) return
          expect(mirrored.p).toBeCloseTo(result.p, 10)
          expect(mirrored.effect).toBeCloseTo(-result.effect, 10)
          expect(result.p).toBeGreaterThanOrEqual(0)
          expect(result.p).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})

describe("Friedman's test", () => {
  test('with ties', () => {
    const result = friedmanTest([
      [1, 2, 3],
      [2, 2, 1],
      [1, 3, 2],
      [1, 2, 3],
      [1, 3, 3],
    ])!
    expect(result.statistic).toBeCloseTo(4.111111111111114, 10)
    expect(result.p).toBeCloseTo(0.1280216926548526, 10)
    expect(result.effect).toBeCloseTo(4.111111111111114 / 10, 10)
  })

  test('with blocks that all agree has W 1', () => {
    expect(
      friedmanTest([
        [1, 2, 3],
        [10, 20, 30],
        [4, 5, 9],
      ])!.effect,
    ).toBeCloseTo(1, 12)
  })

  test('is undefined for one block and for constant blocks', () => {
    expect(friedmanTest([[1, 2]])).toBeNull()
    expect(
      friedmanTest([
        [2, 2],
        [3, 3],
      ]),
    ).toBeNull()
  })
})

describe("Kruskal and Wallis' test", () => {
  test('with ties', () => {
    const result = kruskalWallisTest([
      [1, 2, 2, 5],
      [3, 4, 4],
      [6, 7, 1],
    ])!
    expect(result.statistic).toBeCloseTo(1.516203703703707, 12)
    expect(result.p).toBeCloseTo(0.4685549701988101, 12)
    expect(result.effect).toBeCloseTo(0.1684670781893008, 12)
  })

  test('is undefined for one group and for equal values', () => {
    expect(kruskalWallisTest([[1, 2], []])).toBeNull()
    expect(kruskalWallisTest([[1], [1]])).toBeNull()
  })
})

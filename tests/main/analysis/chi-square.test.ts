import { describe, expect, test } from 'vitest'
import { chiSquareOfCounts, chiSquareOfTable, cramerV } from '../../../src/main/analysis/chi-square'

describe('homogeneity', () => {
  test('of two rows and three columns is what SciPy gives', () => {
    const { statistic, degreesOfFreedom, p } = chiSquareOfTable([
      [10, 20, 30],
      [6, 9, 17],
    ])
    expect(statistic).toBeCloseTo(0.27157465150403504, 12)
    expect(degreesOfFreedom).toBe(2)
    expect(p).toBeCloseTo(0.873028283380073, 12)
  })

  test('does not count empty rows and columns', () => {
    const full = chiSquareOfTable([
      [3, 5],
      [4, 2],
    ])
    const padded = chiSquareOfTable([
      [3, 0, 5],
      [0, 0, 0],
      [4, 0, 2],
    ])
    expect(padded).toEqual(full)
  })

  test('is undefined where only one row or column is left', () => {
    const undefinedTest = { statistic: null, degreesOfFreedom: null, p: null }
    expect(chiSquareOfTable([[3, 5]])).toEqual(undefinedTest)
    expect(
      chiSquareOfTable([
        [3, 0],
        [4, 0],
      ]),
    ).toEqual(undefinedTest)
    expect(chiSquareOfTable([])).toEqual(undefinedTest)
  })
})

test('observed against expected counts', () => {
  // (6 - 5)² / 5 + (4 - 5)² / 5 = 0.4
  expect(chiSquareOfCounts([6, 4], [5, 5])).toMatchObject({ statistic: 0.4, degreesOfFreedom: 1 })
  expect(chiSquareOfCounts([6, 4], [10, 0]).p).toBeNull()
  expect(chiSquareOfCounts([6], [6]).p).toBeNull()
})

test("Cramér's V is 1 where rows share no column", () => {
  const { statistic } = chiSquareOfTable([
    [7, 0],
    [0, 5],
  ])
  expect(cramerV(statistic!, 12, 2, 2)).toBeCloseTo(1, 12)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holmCorrected } from '../../../src/main/analysis/holm'
import type { TestResult } from '../../../src/shared/analysis-estimate'

function testWith(p: number | null): TestResult {
  return {
    comparison: 'a against b',
    statistic: null,
    degreesOfFreedom: null,
    p,
    holmP: null,
    effects: [],
    method: 'a test',
    n: 1,
    seed: null,
  }
}

const corrected = (ps: readonly (number | null)[]) =>
  holmCorrected(ps.map(testWith), 'pairs').map(({ holmP }) => holmP)

test('is what statsmodels gives, in the order of the tests', () => {
  expect(corrected([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02])
})

test('tests without a p-value do not count', () => {
  expect(corrected([null, 0.02, null, 0.03])).toEqual([null, 0.04, null, 0.04])
  expect(holmCorrected([testWith(null), testWith(0.1)], 'pairs')[1]!.method).toContain('over 1 tests (pairs)')
})

test('corrected p-values keep the order and never fall below the plain ones', () => {
  const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 })
  fc.assert(
    fc.property(ps, (plain) => {
      const holm = corrected(plain) as number[]
      for (const [i, p] of plain.entries()) {
        expect(holm[i]).toBeGreaterThanOrEqual(p)
        expect(holm[i]).toBeLessThanOrEqual(1)
        for (const [j, q] of plain.entries()) if (p <= q) expect(holm[i]!).toBeLessThanOrEqual(holm[j]!)
      }
    }),
  )
})

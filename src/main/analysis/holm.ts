import type { TestResult } from '../../shared/analysis-estimate'

/**
 * Holm's correction of a family of tests (Holm 1979): the chance of any false finding stays below the level. Tests
 * without a p-value keep none and do not count.
 */
export function holmCorrected(tests: readonly TestResult[], family: string): TestResult[] {
  const order = tests.flatMap(({ p }, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p)
  const corrected = new Map<number, number>()
  let floor = 0
  for (const [rank, { p, index }] of order.entries()) {
    floor = Math.max(floor, Math.min(1, p * (order.length - rank)))
    corrected.set(index, floor)
  }
  return tests.map((test, index) => ({
    ...test,
    holmP: corrected.get(index) ?? null,
    method: `${test.method}; Holm's correction over ${order.length} tests (${family})`,
  }))
}

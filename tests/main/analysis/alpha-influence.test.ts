import fc from 'fast-check'
import { expect, test } from 'vitest'
import { krippendorffAlpha } from '../../../src/main/analysis/alpha'
import { alphaInfluences } from '../../../src/main/analysis/alpha-influence'
import { type Rating, reliabilityTable } from '../../../src/main/analysis/reliability-table'
import { differenceMetrics } from '../../../src/shared/analysis-alpha'
import { tableC } from './published-tables'

const rows = fc.array(
  fc.record({
    unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    rater: fc.constantFrom('1', '2', '3', '4'),
    value: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 24 },
)

test('leaving out is what alpha gives without the rows', () => {
  fc.assert(
    fc.property(rows, fc.constantFrom(...differenceMetrics), (ratings, metric) => {
      const alphaOf = (kept: readonly Rating[]) =>
        krippendorffAlpha(kept, { metric, seed: 1, replicates: 0 }).alpha.estimate
      const { units, raters } = alphaInfluences(reliabilityTable(ratings), metric)
      const close = (value: number | null) => (value === null ? null : expect.closeTo(value, 10))
      for (const { id, alphaWithout, ratings: count } of units) {
        const kept = ratings.filter(({ unit }) => unit !== id)
        expect(alphaWithout).toEqual(close(alphaOf(kept)))
        expect(count).toBe(new Set(ratings.filter(({ unit }) => unit === id).map(({ rater }) => rater)).size)
      }
      for (const { id, alphaWithout } of raters) {
        expect(alphaWithout).toEqual(close(alphaOf(ratings.filter(({ rater }) => rater !== id))))
      }
    }),
  )
})

test('the change is alpha without less alpha with', () => {
  const { units } = alphaInfluences(reliabilityTable(tableC), 'nominal')
  // Unit 5 has the values 1, 2, 3 and 4: without it raters agree more.
  const worst = units.toSorted((a, b) => b.change! - a.change!)[0]!
  expect(worst.id).toBe('unit 5')
  expect(worst.change).toBeCloseTo(worst.alphaWithout! - 0.743421052631579, 9)
})

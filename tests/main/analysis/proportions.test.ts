import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cohenH, exactInterval, wilsonInterval } from '../../../src/main/analysis/proportions'

/** Values of statsmodels 0.14. */
test.each([
  [2146, 2500, 0.8441831413203591, 0.8715171254385554],
  [0, 10, 0, 0.27753279986288926],
  [10, 10, 0.7224672001371106, 1],
])("Wilson's interval of %d of %d", (successes, total, lower, upper) => {
  const interval = wilsonInterval(successes, total, 0.95)!
  expect(interval.lower).toBeCloseTo(lower, 12)
  expect(interval.upper).toBeCloseTo(upper, 12)
})

test.each([
  [3, 10, 0.06673951117773447, 0.6524528500599973],
  [0, 10, 0, 0.30849710781876083],
])('the exact interval of %d of %d', (successes, total, lower, upper) => {
  const interval = exactInterval(successes, total, 0.95)!
  expect(interval.lower).toBeCloseTo(lower, 10)
  expect(interval.upper).toBeCloseTo(upper, 10)
})

test('no trials have no interval', () => {
  expect(wilsonInterval(0, 0, 0.95)).toBeNull()
  expect(exactInterval(0, 0, 0.95)).toBeNull()
})

test("Cohen's h of .5 and .25 is π / 6, and changes its sign with the order", () => {
  // 2 asin √.5 = π / 2 and 2 asin √.25 = π / 3.
  expect(cohenH(0.5, 0.25)).toBeCloseTo(Math.PI / 6, 12)
  expect(cohenH(0.25, 0.5)).toBeCloseTo(-Math.PI / 6, 12)
})

test('intervals hold the share and grow with the level', () => {
  const counts = fc.nat(500).chain((total) => fc.tuple(fc.nat(total), fc.constant(total + 1)))
  fc.assert(
    fc.property(counts, ([successes, total]) => {
      for (const interval of [wilsonInterval, exactInterval]) {
        const [narrow, wide] = [interval(successes, total, 0.8)!, interval(successes, total, 0.99)!]
        expect(narrow.lower).toBeLessThanOrEqual(successes / total)
        expect(narrow.upper).toBeGreaterThanOrEqual(successes / total)
        expect(wide.lower).toBeLessThanOrEqual(narrow.lower)
        expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper)
      }
    }),
  )
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { krippendorffAlpha } from '../../../src/main/analysis/alpha'
import type { Rating } from '../../../src/main/analysis/reliability-table'
import { differenceMetrics } from '../../../src/shared/analysis-alpha'
import { binaryTable, ratingsOf, tableC, threeRaterTable } from './published-tables'

const point = { replicates: 0, seed: 1 }

describe('published values of alpha', () => {
  test.each([
    ['C data', tableC, [0.743421, 0.815388, 0.849107, 0.797403]],
    ['binary data', binaryTable, [0.095238, 0.095238, 0.095238, 0.095238]],
    ['three raters with missing values', threeRaterTable, [0.691358, 0.806721, 0.810845, 0.808944]],
  ])('%s', (_name, ratings, published) => {
    const alphas = differenceMetrics.map(
      (metric) => krippendorffAlpha(ratings, { metric, ...point }).alpha.estimate,
    )
    for (const [index, alpha] of alphas.entries()) expect(alpha).toBeCloseTo(published[index]!, 6)
  })

  test('the C data have 40 pairable ratings in 11 units, D_o .2 and D_e .779487', () => {
    const result = krippendorffAlpha(tableC, { metric: 'nominal', ...point })
    expect(result.alpha.n).toBe(40)
    expect(result.units).toBe(11)
    expect(result.unpairableDropped).toBe(1)
    expect(result.observedDisagreement).toBeCloseTo(0.2, 12)
    expect(result.expectedDisagreement).toBeCloseTo(0.779487, 6)
    expect(result.percentAgreement.estimate).toBeCloseTo(0.8, 12)
  })
})

describe('reading', () => {
  test('at least .800 is to rely on, at least .667 is tentative, below is to discard', () => {
    expect(krippendorffAlpha(tableC, { metric: 'ordinal', ...point }).reading).toBe('rely')
    expect(krippendorffAlpha(tableC, { metric: 'nominal', ...point }).reading).toBe('tentative')
    const binary = krippendorffAlpha(binaryTable, { metric: 'nominal', ...point })
    expect(binary.reading).toBe('discard')
    expect(binary.nearChance).toBe(true)
  })

  test('without variation alpha is undefined, and percent agreement is 1', () => {
    const result = krippendorffAlpha(ratingsOf('2 2 2', '2 2 .'), { metric: 'nominal', seed: 1 })
    expect(result.alpha).toMatchObject({ estimate: null, interval: null, n: 4 })
    expect(result.alpha.method).toContain('no variation')
    expect(result.percentAgreement.estimate).toBe(1)
    expect(result.reading).toBe('undefined')
    expect(result.nearChance).toBe(false)
  })

  test('without pairs everything is undefined', () => {
    const result = krippendorffAlpha(ratingsOf('1 . 2', '. 3 .'), { metric: 'interval', seed: 1 })
    expect(result.alpha.estimate).toBeNull()
    expect(result.percentAgreement.estimate).toBeNull()
    expect(result.alpha.method).toContain('no unit has two ratings')
  })
})

test('of two ratings of one unit by one rater the first counts, and the second is reported', () => {
  const again = [...tableC, { unit: 'unit 0', rater: 'rater 0', value: 4 }]
  const result = krippendorffAlpha(again, { metric: 'nominal', ...point })
  expect(result.duplicatesDropped).toBe(1)
  expect(result.alpha.estimate).toBeCloseTo(0.743421, 6)
})

test.each(['ordinal', 'interval', 'ratio'] as const)('%s alpha refuses labels', (metric) => {
  const labels = [
    { unit: 'a', rater: '1', value: 'dog' },
    { unit: 'a', rater: '2', value: 'fish' },
  ]
  expect(() => krippendorffAlpha(labels, { metric, ...point })).toThrow(/needs numbers.*'dog'/s)
})

test('ratio alpha refuses negative numbers, and no metric takes infinities', () => {
  expect(() => krippendorffAlpha(ratingsOf('-1 2', '1 2'), { metric: 'ratio', ...point })).toThrow(/-1/)
  expect(() => krippendorffAlpha(ratingsOf('Infinity 2', '1 2'), { metric: 'nominal', ...point })).toThrow(
    /finite/,
  )
})

describe('interval', () => {
  test.each(['units', 'raters', 'both'] as const)('of %s is the same for the same seed only', (resample) => {
    const run = (seed: number) => krippendorffAlpha(tableC, { metric: 'nominal', resample, seed })
    expect(run(1)).toEqual(run(1))
    expect(run(1).belowMinimum).not.toEqual(run(2).belowMinimum)
    expect(run(1).alpha.seed).toBe(1)
  })

  test('that resamples units is far wider than one with expected disagreement held fixed', () => {
    const { alpha, belowMinimum } = krippendorffAlpha(tableC, { metric: 'nominal', seed: 1 })
    expect(alpha.interval!.lower).toBeLessThan(0.6)
    expect(alpha.interval!.upper).toBeGreaterThan(0.95)
    expect(belowMinimum[0]).toMatchObject({ minimum: 0.8 })
    expect(belowMinimum[0]!.probability).toBeGreaterThan(belowMinimum[1]!.probability!)
  })

  test('a rater drawn twice does not agree with himself', () => {
    // Two raters who never agree: whatever is drawn, no pair agrees.
    const ratings = ratingsOf('1 2 1 2 1 2', '2 1 2 1 2 1')
    const { percentAgreement } = krippendorffAlpha(ratings, {
      metric: 'nominal',
      resample: 'raters',
      seed: 3,
    })
    expect(percentAgreement.interval).toMatchObject({ lower: 0, upper: 0 })
  })
})

const table = fc.array(
  fc.record({
    unit: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    rater: fc.constantFrom('1', '2', '3', '4'),
    value: fc.integer({ min: 0, max: 4 }),
  }),
  { minLength: 1, maxLength: 20 },
)
/** Only the first rating of each rater on each unit, so that the order of rows cannot matter. */
const distinct = table.map((rows) => [
  ...new Map(rows.map((row) => [`${row.unit}${row.rater}`, row])).values(),
])

describe('for any ratings', () => {
  test('alpha is at most 1, and every interval holds its estimate', () => {
    fc.assert(
      fc.property(
        distinct,
        fc.constantFrom(...differenceMetrics),
        fc.constantFrom('units', 'raters', 'both'),
        (rows, metric, resample) => {
          const result = krippendorffAlpha(rows, { metric, resample, replicates: 50, seed: 1 })
          for (const { estimate, interval } of [result.alpha, result.percentAgreement]) {
            if (estimate === null) continue
            expect(estimate).toBeLessThanOrEqual(1)
            if (interval) expect(interval.lower).toBeLessThanOrEqual(estimate)
            if (interval) expect(interval.upper).toBeGreaterThanOrEqual(estimate)
          }
        },
      ),
    )
  })

  test('the order of rows changes nothing, interval included', () => {
    fc.assert(
      fc.property(
        distinct.chain((rows) => fc.tuple(fc.constant(rows), shuffled(rows))),
        fc.constantFrom(...differenceMetrics),
        ([rows, others], metric) => {
          const options = { metric, replicates: 20, seed: 1 }
          expect(krippendorffAlpha(others, options)).toEqual(krippendorffAlpha(rows, options))
        },
      ),
    )
  })

  test('the names of categories do not matter to nominal alpha, those of raters to none', () => {
    fc.assert(
      fc.property(distinct, fc.constantFrom(...differenceMetrics), (rows, metric) => {
        const alphaOf = (renamed: readonly Rating[], which = metric) =>
          krippendorffAlpha(renamed, { metric: which, ...point }).alpha.estimate ?? 2
        const names = ['z', 'a', 'm', 'b', 'c']
        const relabelled = rows.map((row) => ({ ...row, value: names[row.value]! }))
        expect(alphaOf(relabelled, 'nominal')).toBeCloseTo(alphaOf(rows, 'nominal'), 12)
        const swapped = rows.map((row) => ({ ...row, rater: String(9 - Number(row.rater)) }))
        expect(alphaOf(swapped)).toBe(alphaOf(rows))
      }),
    )
  })

  test('it equals the definition over all pairs of ratings', () => {
    fc.assert(
      fc.property(distinct, fc.constantFrom(...differenceMetrics), (rows, metric) => {
        const expected = alphaOverAllPairs(rows, metric)
        const { estimate } = krippendorffAlpha(rows, { metric, ...point }).alpha
        if (expected === null) expect(estimate).toBeNull()
        else expect(estimate).toBeCloseTo(expected, 10)
      }),
    )
  })
})

function shuffled<T>(rows: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length })
}

type NumberRating = Rating & { readonly value: number }

/** Pair by pair, as the definition is printed. */
function alphaOverAllPairs(rows: readonly NumberRating[], metric: string): number | null {
  const units = Object.values(Object.groupBy(rows, (row) => row.unit)).filter((unit) => unit!.length > 1)
  const all = units.flatMap((unit) => unit!.map((row) => row.value))
  const difference = (a: number, b: number): number => {
    if (a === b) return 0
    if (metric === 'nominal') return 1
    if (metric === 'interval') return (a - b) ** 2
    if (metric === 'ratio') return ((a - b) / (a + b)) ** 2
    const [low, high] = [Math.min(a, b), Math.max(a, b)]
    const between = all.filter((value) => value >= low && value <= high).length
    const ends = all.filter((value) => value === low || value === high).length
    return (between - ends / 2) ** 2
  }
  const pairs = (values: readonly number[]) =>
    values.flatMap((a, i) => values.flatMap((b, j) => (i === j ? [] : [difference(a, b)])))
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const observed = sum(units.map((unit) => sum(pairs(unit!.map((row) => row.value))) / (unit!.length - 1)))
  const expected = sum(pairs(all)) / (all.length - 1)
  return expected > 0 ? 1 - observed / expected : null
}

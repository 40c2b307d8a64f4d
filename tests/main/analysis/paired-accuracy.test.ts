import { describe, expect, test } from 'vitest'
import { twoSidedT } from '../../../src/main/analysis/distributions'
import { pairedComparisons } from '../../../src/main/analysis/paired-accuracy'
import { classificationRatings, publishedRatingsMissing } from '../../support/published-ratings'
import { classifyRow } from './toy-rows'

/** Image i is recognised by a and b as the table says; one rater per image and model. */
function rowsOf(...images: readonly (readonly [boolean, boolean])[]) {
  return images.flatMap((recognised, image) =>
    recognised.map((correct, model) =>
      classifyRow({
        raterId: `r${(image + model) % 3}`,
        imageId: `i${image}`,
        modelId: 'ab'[model]!,
        answer: correct ? 'dog' : null,
      }),
    ),
  )
}

describe('McNemar', () => {
  test('compares images that are recognised with one model only', () => {
    // b only: 5, a only: 1. Exact: 2 (1 + 6) / 64; mid-p: less the chance of 1 in 6, 6 / 64.
    const rows = rowsOf(
      ...Array.from({ length: 5 }, () => [false, true] as const),
      [true, false],
      [true, true],
      [false, false],
    )
    const tests = pairedComparisons(rows, ['a', 'b'], 0.95)
    const [midP, exact] = ['mid-p', 'exact'].map((form) =>
      tests.find(({ method }) => method.includes(`(${form})`))!,
    )
    expect(exact!.p).toBeCloseTo(14 / 64, 12)
    expect(midP!.p).toBeCloseTo(8 / 64, 12)
    expect(midP).toMatchObject({ comparison: 'b against a', statistic: 5, n: 8 })
    expect(midP!.effects[0]!.estimate).toBe(5)
    expect(midP!.method).toContain('5 images recognised only with b, 1 only with a')
  })

  test('without a discordant image finds nothing', () => {
    const tests = pairedComparisons(rowsOf([true, true], [false, false]), ['a', 'b'], 0.95)
    for (const { p } of tests.filter(({ method }) => method.startsWith('McNemar'))) expect(p).toBe(1)
  })
})

test('images that were rated for one model only do not count', () => {
  const rows = rowsOf([true, false], [true, false], [false, true])
  const extra = classifyRow({ raterId: 'r0', imageId: 'alone', modelId: 'a', answer: 'dog' })
  expect(pairedComparisons([...rows, extra], ['a', 'b'], 0.95)).toEqual(
    pairedComparisons(rows, ['a', 'b'], 0.95),
  )
})

test('models without a common image have no test', () => {
  const rows = [
    classifyRow({ raterId: 'r0', imageId: 'i0', modelId: 'a', answer: 'dog' }),
    classifyRow({ raterId: 'r0', imageId: 'i1', modelId: 'b', answer: 'dog' }),
  ]
  for (const { p, effects, n } of pairedComparisons(rows, ['a', 'b'], 0.95)) {
    expect(p).toBeNull()
    expect(n).toBe(0)
    for (const { estimate } of effects) expect(estimate).toBeNull()
  }
})

describe.skipIf(publishedRatingsMissing !== '')(`experiment 2${publishedRatingsMissing}`, () => {
  /**
   * statsmodels 0.14, OLS and Logit with two-way clusters. Its standard errors have a further factor
   * √((n - 1) / (n - 2)) for the number of coefficients, 4,999 / 4,998 here.
   */
  const regression = Math.sqrt(4999 / 4998)

  test.each([
    ['2pruned against nonpruned', 0.0056, 0.010457848648935335, 0.04685387301113351, 0.08830724885742815],
    ['32pruned against nonpruned', -0.0452, 0.013331043657510753, -0.3311254540974264, 0.08919114431692643],
    ['32pruned against 2pruned', -0.0508, 0.012808437035933972, -0.37797932710856147, 0.09050890770044713],
  ])('%s has the two-way clustered errors of statsmodels', (comparison, ...expected) => {
    const [difference, error, logOdds, logError] = expected as [number, number, number, number]
    const tests = pairedComparisons(classificationRatings(), ['nonpruned', '2pruned', '32pruned'], 0.95)
    const found = tests.find(
      (each) => each.comparison === comparison && each.method.startsWith('Difference'),
    )!
    expect(found.effects[0]!.estimate).toBeCloseTo(difference, 12)
    expect((found.statistic! * error) / regression / difference).toBeCloseTo(1, 6)
    const { estimate, interval } = found.effects[1]!
    expect(Math.log(estimate!)).toBeCloseTo(logOdds, 10)
    const half = (Math.log(interval!.upper) - Math.log(interval!.lower)) / 2
    expect((twoSidedT(0.95, found.degreesOfFreedom!) * logError) / regression / half).toBeCloseTo(1, 6)
  })

  test('CPR 32 is worse than both others after correction, CPR 2 is not different', () => {
    const tests = pairedComparisons(classificationRatings(), ['nonpruned', '2pruned', '32pruned'], 0.95)
    const holm = tests.slice(0, 3).map(({ holmP }) => holmP!)
    expect(holm[0]).toBeGreaterThan(0.5)
    expect(holm[1]).toBeLessThan(0.01)
    expect(holm[2]).toBeLessThan(0.001)
    const exact = tests.filter(({ method }) => method.includes('(exact)')).map(({ p }) => p!)
    expect(exact[0]).toBeCloseTo(0.8854334972865135, 10)
    expect(exact[1]).toBeCloseTo(0.03192716208321237, 10)
    expect(exact[2]).toBeCloseTo(0.060370037339928545, 10)
  })
})

import { describe, expect, test } from 'vitest'
import { balancedPlan } from '../../../src/main/analysis/balanced-plan'
import { pilotAssumption } from '../../../src/main/analysis/pilot-assumption'
import { imagesForWidth, unitsForAlpha } from '../../../src/main/analysis/planning-formulas'
import { simulatePlan } from '../../../src/main/analysis/planning-simulation'
import { simulateRatings } from '../../../src/main/analysis/simulate-ratings'
import type { StudyAssumption } from '../../../src/shared/analysis-planning'

describe('by formula', () => {
  test.each([
    [0.8, 139],
    [0.667, 81],
  ])('an alpha of %d needs %d units with four codes at .05', (minimum, units) => {
    expect(unitsForAlpha({ minimum, significance: 0.05, categories: 4 }).estimate).toBe(units)
  })

  test('a share of .5 ± .05 needs 385 single ratings, and more images where ratings of an image are alike', () => {
    const one = { share: 0.5, halfWidth: 0.05, level: 0.95, ratingsPerImage: 1, imageCorrelation: 0 }
    expect(imagesForWidth(one).estimate).toBe(385)
    // 385 / 5 = 77 images of 5 unrelated ratings; with a correlation of .5, three times the ratings.
    expect(imagesForWidth({ ...one, ratingsPerImage: 5 }).estimate).toBe(77)
    expect(imagesForWidth({ ...one, ratingsPerImage: 5, imageCorrelation: 0.5 }).estimate).toBe(231)
  })

  test('impossible wishes are refused', () => {
    expect(() => unitsForAlpha({ minimum: 1, significance: 0.05, categories: 4 })).toThrow(/between 0 and 1/)
    expect(() => unitsForAlpha({ minimum: 0.8, significance: 0.05, categories: 1 })).toThrow(/at least 2/)
    const share = { share: 0.5, halfWidth: 0.05, level: 0.95, ratingsPerImage: 0, imageCorrelation: 0 }
    expect(() => imagesForWidth(share)).toThrow(/at least one rating/)
  })
})

const size = {
  classes: ['dog', 'fish', 'church'],
  imagesPerClass: 12,
  conditions: [['a'] as [string], ['b'] as [string]],
  ratingsPerItem: 3,
  raters: 18,
  seed: 1,
}
const plan = balancedPlan(size)
const assumption: StudyAssumption = {
  task: 'classify',
  accuracies: { a: 0.6, b: 0.9 },
  dontKnowShare: 0.5,
  raterDeviation: 0.3,
  imageDeviation: 0.5,
  itemDeviation: 0.2,
}
const options = { studies: 60, seed: 2, level: 0.95 }

describe('a balanced plan', () => {
  test('has every rating once, and nobody sees an image twice', () => {
    expect(plan).toHaveLength(3 * 12 * 2 * 3)
    const seen = new Set(plan.map(({ raterId, imageId }) => `${raterId} ${imageId}`))
    expect(seen.size).toBe(plan.length)
  })

  test('cannot have more raters of an item than there are', () => {
    expect(() => balancedPlan({ ...size, raters: 2 })).toThrow(/needs 3 different raters, but there are 2/)
  })
})

describe('by simulation', () => {
  test('a large difference is found, none is found about as often as the level allows', () => {
    const large = simulatePlan(plan, assumption, options)
    expect(large).toMatchObject({ isSimulated: true, ratings: 216, raters: 18, images: 36 })
    expect(large.comparisons[0]).toMatchObject({ comparison: 'b against a', power: { n: 60, seed: 2 } })
    expect(large.comparisons[0]!.power.estimate).toBeGreaterThan(0.8)
    expect(large.comparisons[0]!.halfWidth.estimate).toBeGreaterThan(0.05)
    expect(large.alpha.estimate).toBeLessThan(0.8)
    const none = simulatePlan(plan, { ...assumption, accuracies: { a: 0.7, b: 0.7 } }, options)
    expect(none.comparisons[0]!.power.estimate).toBeLessThan(0.15)
  })

  test('more images make intervals narrower', () => {
    const larger = simulatePlan(balancedPlan({ ...size, imagesPerClass: 48 }), assumption, options)
    const [few, many] = [simulatePlan(plan, assumption, options), larger].map(
      ({ comparisons }) => comparisons[0]!.halfWidth.estimate!,
    )
    expect(many! / few!).toBeGreaterThan(0.35)
    expect(many! / few!).toBeLessThan(0.75)
  })

  test('pairs: a strong preference is found', () => {
    const pairs = balancedPlan({ ...size, conditions: [['a', 'b']] })
    const strengths: StudyAssumption = {
      task: 'pair',
      logStrengths: { a: 0, b: 1.5 },
      tieShare: 0.2,
      raterDeviation: 0.2,
      imageDeviation: 0,
      itemDeviation: 0.3,
    }
    const { comparisons } = simulatePlan(pairs, strengths, options)
    expect(comparisons[0]).toMatchObject({ comparison: 'b against a' })
    expect(comparisons[0]!.power.estimate).toBeGreaterThan(0.9)
  })

  test('the same seed gives the same digits', () => {
    expect(simulatePlan(plan, assumption, { ...options, studies: 5 })).toEqual(
      simulatePlan(plan, assumption, { ...options, studies: 5 }),
    )
  })

  test('a plan that does not fit is refused', () => {
    expect(() => simulatePlan([], assumption, options)).toThrow(/asks for no rating/)
    const other = balancedPlan({ ...size, conditions: [['c']] })
    expect(() => simulatePlan(other, assumption, options)).toThrow(/Nothing is assumed for c/)
    const pairs = balancedPlan({ ...size, conditions: [['a', 'b']] })
    expect(() => simulatePlan(pairs, assumption, options)).toThrow(/shows one model/)
  })
})

test('simulated ratings say that they are', () => {
  const rows = simulateRatings(plan, assumption, { seed: 1, study: 0 })
  expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(['simulated']))
  expect(rows).toHaveLength(plan.length)
})

test('a pilot gives back about what it was made with', () => {
  const large = balancedPlan({ ...size, imagesPerClass: 400, raters: 60, ratingsPerItem: 5 })
  const truth = { ...assumption, raterDeviation: 0.5, imageDeviation: 0.6, itemDeviation: 0.4 }
  const rows = simulateRatings(large, truth, { seed: 5, study: 0 }).filter((row) => row.task === 'classify')
  const guess = pilotAssumption(rows, ['a', 'b'])
  expect(guess.accuracies['a']).toBeCloseTo(0.6, 1)
  expect(guess.accuracies['b']).toBeCloseTo(0.9, 1)
  expect(guess.dontKnowShare).toBeCloseTo(0.5, 1)
  for (const key of ['raterDeviation', 'imageDeviation', 'itemDeviation'] as const) {
    expect(guess[key] / truth[key]).toBeGreaterThan(0.5)
    expect(guess[key] / truth[key]).toBeLessThan(1.4)
  }
})

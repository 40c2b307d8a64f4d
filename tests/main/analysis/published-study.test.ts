import { beforeAll, describe, expect, test } from 'vitest'
import { humanAccuracy } from '../../../src/main/analysis/accuracy'
import { krippendorffAlpha } from '../../../src/main/analysis/alpha'
import { pairPreferences } from '../../../src/main/analysis/preferences'
import type { ClassifyRow, PairRow } from '../../../src/shared/rating-row'
import { classificationRatings, pairRatings, publishedRatingsMissing } from '../../support/published-ratings'

const models = ['nonpruned', '2pruned', '32pruned']
const point = { replicates: 0, seed: 1, level: 0.95 }

/** Every number of the published study (arXiv 2302.08878) that its ratings give. */
describe.skipIf(publishedRatingsMissing !== '')(`experiment 2${publishedRatingsMissing}`, () => {
  let rows: ClassifyRow[]
  beforeAll(() => {
    rows = classificationRatings()
  })

  test('alpha: 7,500 ratings of 1,500 items', () => {
    const result = krippendorffAlpha(
      rows.map(({ itemId, raterId, answer }) => ({ unit: itemId, rater: raterId, value: answer ?? 'none' })),
      { metric: 'nominal', ...point },
    )
    // What the authors' notebook prints; in exact fractions it is 0.77825709353707028...
    expect(result.alpha.estimate).toBe(0.7782570935370703)
    expect(result).toMatchObject({ ratings: 7500, units: 1500, raters: 116, duplicatesDropped: 0 })
  })

  test('alpha is .906 where "I don\'t know" counts as missing', () => {
    const result = krippendorffAlpha(
      rows.map(({ itemId, raterId, answer }) => ({ unit: itemId, rater: raterId, value: answer })),
      { metric: 'nominal', ...point },
    )
    expect(result.alpha.estimate).toBeCloseTo(0.906, 3)
  })

  test('correct answers and "I don\'t know" per model', () => {
    const { overall, byModel } = humanAccuracy(rows, models, point)
    expect(overall.accuracy).toMatchObject({ successes: 6339, total: 7500, wilson: { estimate: 0.8452 } })
    expect(overall.dontKnow.successes).toBe(824)
    expect(
      byModel.map(({ modelId, accuracy, dontKnow }) => [
        modelId,
        accuracy.successes,
        accuracy.total,
        accuracy.wilson.estimate,
        dontKnow.successes,
      ]),
    ).toEqual([
      ['nonpruned', 2146, 2500, 0.8584, 245],
      ['2pruned', 2160, 2500, 0.864, 224],
      ['32pruned', 2033, 2500, 0.8132, 355],
    ])
  })

  test('the chi-square of the authors, labelled as theirs', () => {
    const { homogeneity } = humanAccuracy(rows, models, point)
    const published = homogeneity.find(({ method }) => method.startsWith("The authors'"))!
    expect(published.statistic).toBe(6.041472506989748)
    expect(published.p).toBe(0.013973624374982034)
    expect(published.method).toContain('Do not interpret')
  })

  test('correct answers per class', () => {
    const { byClass } = humanAccuracy(rows, models, point)
    const accuracies = Object.fromEntries(
      byClass.map(({ className, accuracy }) => [className, Number(accuracy.wilson.estimate!.toFixed(6))]),
    )
    expect(accuracies).toEqual({
      '5-frenchhorn': 0.941333,
      '1-dog': 0.937333,
      '8-golfball': 0.936,
      '4-church': 0.886667,
      '0-fish': 0.866667,
      '6-garbagetruck': 0.861333,
      '9-parachute': 0.817333,
      '2-cassetteplayer': 0.798667,
      '7-gaspump': 0.792,
      '3-chainsaw': 0.614667,
    })
  })

  test('intervals that respect raters and images are wider than Wilson', () => {
    const { byModel } = humanAccuracy(rows, models, { replicates: 200, seed: 1, level: 0.95 })
    for (const { accuracy } of byModel) {
      const width = ({ lower, upper }: { lower: number; upper: number }) => upper - lower
      expect(width(accuracy.clustered.interval!)).toBeGreaterThan(width(accuracy.wilson.interval!))
      expect(width(accuracy.bootstrap.interval!)).toBeGreaterThan(width(accuracy.clustered.interval!))
      expect(accuracy.bootstrap.seed).toBe(1)
    }
  })
})

describe.skipIf(publishedRatingsMissing !== '')(`experiment 1${publishedRatingsMissing}`, () => {
  let rows: PairRow[]
  beforeAll(() => {
    rows = pairRatings()
  })

  test('alpha: 4,970 of 5,000 ratings, on the sides of the screen as published', () => {
    const result = krippendorffAlpha(
      rows.map(({ itemId, raterId, answer, leftModelId }) => ({
        unit: itemId,
        rater: raterId,
        value: answer === null ? 'equal' : answer === leftModelId ? 'left' : 'right',
      })),
      { metric: 'nominal', ...point },
    )
    expect(result.alpha.estimate).toBe(0.12591366696173134)
    expect(result.alpha.n).toBe(4970)
    expect(result.duplicatesDropped).toBe(30)
  })

  test('alpha on the models chosen is another number', () => {
    const result = krippendorffAlpha(
      rows.map(({ itemId, raterId, answer }) => ({ unit: itemId, rater: raterId, value: answer ?? 'equal' })),
      { metric: 'nominal', ...point },
    )
    // In exact fractions, computed apart: 0.20644467491317153.
    expect(result.alpha.estimate).toBeCloseTo(0.2064446749131715, 14)
  })

  test('preferences, ties and their chi-square', () => {
    expect(rows.filter(({ answer }) => answer === null).length / rows.length).toBeCloseTo(0.2592, 12)
    const all = pairPreferences(rows, models, point).filter(({ className }) => className === null)
    expect(
      all.map(({ firstModelId, secondModelId, equal, firstPreferred, secondPreferred }) => [
        firstModelId,
        secondModelId,
        equal,
        firstPreferred,
        secondPreferred,
      ]),
    ).toEqual([
      ['2pruned', 'nonpruned', 967, 818, 715],
      ['32pruned', 'nonpruned', 329, 1023, 1148],
    ])
    const chiSquare = all[0]!.tests.find(({ method }) => method.startsWith('Chi-square'))!
    expect(chiSquare.statistic).toBe(6.920417482061318)
    expect(chiSquare.p).toBe(0.008521707920673275)
  })
})

import { expect, test } from 'vitest'
import { pairPreferences } from '../../../src/main/analysis/preferences'
import { pairRow } from './toy-rows'

const resampling = { replicates: 200, seed: 1, level: 0.95 }

/** Comparisons of the models a and b, each by a rater and of an image of its own. */
const comparisons = (counts: Readonly<Record<'a' | 'b' | 'equal', number>>) =>
  Object.entries(counts).flatMap(([answer, count]) =>
    Array.from({ length: count }, (_, index) =>
      pairRow({
        raterId: `${answer}${index}`,
        imageId: `${answer}${index}`,
        leftModelId: index % 2 === 0 ? 'a' : 'b',
        rightModelId: index % 2 === 0 ? 'b' : 'a',
        answer: answer === 'equal' ? null : answer,
      }),
    ),
  )
const preferences = (counts: Parameters<typeof comparisons>[0]) =>
  pairPreferences(comparisons(counts), ['b', 'a'], resampling)[0]!
const testOf = (counts: Parameters<typeof comparisons>[0], method: string) =>
  preferences(counts).tests.find((each) => each.method.includes(method))!

test('the chi-square of the published counts: 818 for CPR 2, 715 for CPR 1, 967 equal', () => {
  const { statistic, p, degreesOfFreedom } = testOf({ a: 818, b: 715, equal: 967 }, 'Chi-square')
  expect([statistic, p, degreesOfFreedom]).toEqual([6.920417482061318, 0.008521707920673275, 1])
})

test('the exact test of 3 against 1: 10 of the 16 ways to toss four coins are as uneven', () => {
  expect(testOf({ a: 3, b: 1, equal: 7 }, 'Exact binomial')).toMatchObject({ statistic: 3, p: 0.625 })
})

test('where each rating has its own rater and image, the clustered test is near the usual one', () => {
  const { statistic } = testOf({ a: 818, b: 715, equal: 967 }, 'crossed clusters')
  expect(statistic! ** 2 / 6.920417482061318).toBeCloseTo(1, 2)
})

test('shares leave ties out, and their intervals hold them and stay between 0 and 1', () => {
  const { firstShare, equalShare } = preferences({ a: 818, b: 715, equal: 967 })
  expect([firstShare.successes, firstShare.total, equalShare.successes, equalShare.total]).toEqual([
    818, 1533, 967, 2500,
  ])
  for (const { wilson, clustered, bootstrap } of [firstShare, equalShare]) {
    const [narrow, near, wide] = [wilson, clustered, bootstrap].map(({ estimate, interval }) => {
      expect(interval!.lower).toBeGreaterThan(0)
      expect(interval!.lower).toBeLessThan(estimate!)
      expect(interval!.upper).toBeGreaterThan(estimate!)
      expect(interval!.upper).toBeLessThan(1)
      return interval!.upper - interval!.lower
    })
    expect(near! / narrow!).toBeCloseTo(1, 1)
    // One rating of each rater and image: resampling both is known to give up to three times the variance (Owen 2007).
    expect(wide! / narrow!).toBeGreaterThan(1)
    expect(wide! / narrow!).toBeLessThan(2)
  }
})

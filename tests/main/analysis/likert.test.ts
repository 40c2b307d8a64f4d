import { describe, expect, test } from 'vitest'
import { likertRatings } from '../../../src/main/analysis/likert'
import { likertRow } from './toy-rows'

const scale = { minimum: 1, maximum: 5 }
const resampling = { replicates: 100, seed: 4, level: 0.95 }

/** Three raters, ten images, two models: b is rated one point above a, except by the first rater. */
const rows = ['r0', 'r1', 'r2'].flatMap((raterId, rater) =>
  Array.from({ length: 10 }, (_, image) => {
    const point = 1 + (image % 4)
    return [
      likertRow({ raterId, imageId: `i${image}`, modelId: 'a', answer: point }),
      likertRow({ raterId, imageId: `i${image}`, modelId: 'b', answer: rater === 0 ? point : point + 1 }),
    ]
  }).flat(),
)

test('distributions, means and medians', () => {
  const unsure = likertRow({ raterId: 'r0', imageId: 'x', modelId: 'a', answer: null })
  const { byModel, byModelAndClass } = likertRatings([...rows, unsure], {
    modelIds: ['a', 'b'],
    scale,
    resampling,
  })
  // Points of ten images: 1 2 3 4 1 2 3 4 1 2, three raters each.
  expect(byModel[0]!.points.map(({ count }) => count)).toEqual([9, 9, 6, 6, 0])
  expect(byModel[0]!.dontKnow).toBe(1)
  // 30 ratings, (9 + 18 + 18 + 24) / 30; the 15th and 16th are both 2.
  expect(byModel[0]!.mean).toMatchObject({ estimate: expect.closeTo(2.3, 12), n: 30 })
  expect(byModel[0]!.median.estimate).toBe(2)
  expect(byModel[1]!.mean.estimate).toBeCloseTo(2.3 + 20 / 30, 12)
  expect(byModel[1]!.median.seed).toBe(4)
  for (const { estimate, interval } of [byModel[0]!.mean, byModel[1]!.median]) {
    expect(interval!.lower).toBeLessThanOrEqual(estimate!)
    expect(interval!.upper).toBeGreaterThanOrEqual(estimate!)
  }
  expect(byModelAndClass.map(({ className }) => className)).toEqual(['dog', 'dog'])
})

test('a median between two points is their middle', () => {
  const two = [1, 4].map((answer, rater) =>
    likertRow({ raterId: `r${rater}`, imageId: 'i', modelId: 'a', answer }),
  )
  const { byModel } = likertRatings(two, {
    modelIds: ['a'],
    scale,
    resampling: { ...resampling, replicates: 0 },
  })
  expect(byModel[0]!.median.estimate).toBe(2.5)
})

describe('tests', () => {
  test('of images rated for all models: every image prefers b', () => {
    const { tests } = likertRatings(rows, { modelIds: ['a', 'b'], scale, resampling })
    expect(tests.map(({ comparison }) => comparison)).toEqual(['All models', 'b against a'])
    expect(tests[0]).toMatchObject({ n: 10, effects: [{ measure: "Kendall's W", estimate: 1 }] })
    expect(tests[1]!.effects[0]!.estimate).toBe(1)
    // Points 1 to 5: a has 9 9 6 6 0, b the rater's 3 3 2 2 0 and one higher 0 6 6 4 4, together 3 9 8 6 4. Of 900 pairs
    // b is above in 9·9 + 8·18 + 6·24 + 4·30 = 489 and below in 3·21 + 9·12 + 8·6 = 219.
    expect(tests[1]!.effects[1]).toMatchObject({
      measure: "Cliff's delta",
      estimate: expect.closeTo((489 - 219) / 900, 12),
    })
    // All ten differences are 2/3, a tie: the normal form, z = 27.5 / √(10 · 11 · 21 / 24 - 990 / 48).
    expect(tests[1]!.p).toBeCloseTo(0.00156, 4)
  })

  test('fall back to ratings where no image was rated for all models', () => {
    const apart = rows.map((row) => ({ ...row, imageId: `${row.imageId}${row.modelId}` }))
    const { tests } = likertRatings(apart, { modelIds: ['a', 'b'], scale, resampling })
    expect(tests[0]!.method).toContain('Kruskal')
    expect(tests[1]!.p).toBeNull()
  })
})

test('a point outside of the scale is refused', () => {
  const outside = likertRow({ raterId: 'anna', imageId: 'i3', modelId: 'a', answer: 6 })
  expect(() => likertRatings([outside], { modelIds: ['a'], scale, resampling })).toThrow(
    /anna rated i3 a with 6, but the scale goes from 1 to 5/,
  )
})

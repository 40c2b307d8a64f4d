import { describe, expect, test } from 'vitest'
import { responseTimes } from '../../../src/main/analysis/response-times'
import { classifyRow } from './toy-rows'

const resampling = { replicates: 200, seed: 1, level: 0.95 }

/** Rater r answers image i under the first or second model; slow answers are right. */
const rows = Array.from({ length: 10 }, (_, rater) =>
  Array.from({ length: 20 }, (_, image) =>
    classifyRow({
      raterId: `r${rater}`,
      imageId: `i${image}`,
      modelId: image % 2 === 0 ? 'a' : 'b',
      responseMs: (image % 2 === 0 ? 1000 : 1500) + 20 * image + rater,
      answer: image >= 10 ? 'dog' : 'fish',
    }),
  ),
).flat()

test('medians by model', () => {
  const { byModel, measured, outliers } = responseTimes(rows, ['a', 'b'], resampling)
  // Model a: images 0, 2, ..., 18 take 1000, 1040, ..., 1360, plus 0 to 9 by rater: the middle of 1160 + 9 and 1200.
  expect(byModel.map(({ modelId }) => modelId)).toEqual(['a', 'b'])
  expect(byModel[0]!.medianMs.estimate).toBeCloseTo((1169 + 1200) / 2, 12)
  expect(byModel[0]!.medianMs.interval!.lower).toBeGreaterThan(1000)
  expect(byModel[0]!.medianMs.interval!.upper).toBeLessThan(1400)
  expect(byModel[0]!.medianMs.n).toBe(100)
  expect({ measured, outliers }).toEqual({ measured: 200, outliers: 0 })
})

test('medians stand in the order of compression, not of names', () => {
  expect(responseTimes(rows, ['b', 'a'], resampling).byModel.map(({ modelId }) => modelId)).toEqual([
    'b',
    'a',
  ])
})

test('an answer after an hour, or after a millisecond, is an outlier', () => {
  const [first] = rows
  const strange = [3_600_000, 1, 0].map((responseMs) => ({ ...first!, responseMs }))
  const result = responseTimes([...rows, ...strange], ['a', 'b'], resampling)
  expect(result.outliers).toBe(3)
  expect(result.byModel[0]!.medianMs.estimate).toBe(
    responseTimes(rows, ['a', 'b'], resampling).byModel[0]!.medianMs.estimate,
  )
})

describe('speed and accuracy', () => {
  test("in quarters of each rater's own times", () => {
    const { speedAccuracy } = responseTimes(rows, ['a', 'b'], resampling)
    expect(speedAccuracy.map(({ quarter }) => quarter)).toEqual([1, 2, 3, 4])
    // Five images a quarter. Fastest: a's images 0 to 8, all wrong; then 10 to 18 right; b's 1 to 9 wrong, 11 to 19 right.
    expect(speedAccuracy.map(({ accuracy }) => accuracy.wilson.estimate)).toEqual([0, 1, 0, 1])
  })

  test('is left out for raters with too few ratings, and for other tasks', () => {
    expect(responseTimes(rows.slice(0, 3), ['a', 'b'], resampling).speedAccuracy).toEqual([])
  })
})

test('without times there is nothing', () => {
  const untimed = rows.map((row) => ({ ...row, responseMs: null }))
  expect(responseTimes(untimed, ['a', 'b'], resampling)).toMatchObject({
    measured: 0,
    outliers: 0,
    byModel: [],
    speedAccuracy: [],
  })
})

import { describe, expect, test } from 'vitest'
import { raterQuality } from '../../../src/main/analysis/rater-quality'
import { defaultAnalysisOptions } from '../../../src/shared/analysis-design'
import { classifyRow, pairRow } from './toy-rows'
import { toyDesign } from './toy-study'

const classes = ['dog', 'fish', 'church', 'radio']

/** A rater's classifications, so many of them of the commonest class, and so many too fast. */
const ratings = (count: number, { commonest = 0, fast = 0 }) =>
  Array.from({ length: count }, (_, image) =>
    classifyRow({
      raterId: 'r01',
      imageId: `i${image}`,
      modelId: 'cpr1',
      answer: image < commonest ? 'truck' : classes[image % 4]!,
      responseMs: image < fast ? defaultAnalysisOptions.minimumResponseMs - 1 : 2000,
    }),
  )

const signs = (rows: Parameters<typeof raterQuality>[0], checksFailed = 0, checksShown = 0) => {
  const raters = [{ raterId: 'r01', group: null, checksShown, checksFailed }]
  return raterQuality(rows, { ...toyDesign, raters }, defaultAnalysisOptions)[0]!.signs
}

describe('a rater looks careless', () => {
  test.each([
    [2, 5, ['failed-checks']],
    [2, 6, []], // a third is not more than a third
    [1, 2, []], // one slip is human
    [0, 0, []],
  ])('who failed %i of %i attention checks: %j', (failed, shown, expected) => {
    expect(signs(ratings(40, {}), failed, shown)).toEqual(expected)
  })

  test.each([
    [4, []], // 10 % is not more than 10 %
    [5, ['too-fast']],
  ])('who gave %i of 40 answers too fast: %j', (fast, expected) => {
    expect(signs(ratings(40, { fast }))).toEqual(expected)
  })

  test.each([
    [20, 18, ['straight-lining']], // 90 %
    [20, 17, []],
    [19, 19, []], // too few to tell
  ])('who gave, of %i answers, %i alike: %j', (count, commonest, expected) => {
    expect(signs(ratings(count, { commonest }))).toEqual(expected)
  })

  test('who always chose one side, whichever model was there, and not who always chose one model', () => {
    const choose = (answerOf: (isFlipped: boolean) => string | null) =>
      Array.from({ length: 24 }, (_, image) => {
        const isFlipped = image % 2 === 1
        const [leftModelId, rightModelId] = isFlipped ? ['m2', 'm1'] : ['m1', 'm2']
        return pairRow({
          raterId: 'r01',
          imageId: `i${image}`,
          leftModelId,
          rightModelId,
          answer: answerOf(isFlipped),
        })
      })
    expect(signs(choose((isFlipped) => (isFlipped ? 'm2' : 'm1')))).toEqual(['straight-lining'])
    expect(signs(choose(() => 'm1'))).toEqual([])
    expect(signs(choose(() => null))).toEqual(['straight-lining']) // "both equally" each time
  })
})

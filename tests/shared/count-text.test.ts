import { expect, test } from 'vitest'
import { countText } from '../../src/shared/count-text'
import { loadText, planLoad } from '../../src/shared/plan-shape'
import { planProofText } from '../../src/shared/plan-proof'

test('a count has its noun in the right number, and thousands apart', () => {
  expect([0, 1, 2, 1200].map((count) => countText(count, 'map'))).toEqual([
    '0 maps',
    '1 map',
    '2 maps',
    '1,200 maps',
  ])
  expect([1, 2].map((count) => countText(count, 'class', 'classes'))).toEqual(['1 class', '2 classes'])
})

test('the smallest plan is told without plurals', () => {
  const load = { ratingsPerItem: 1, raters: 1, fewestItems: 1, mostItems: 1 }
  expect(loadText(load)).toBe('1 rater × 1 item, 1 rating an item')
  const proof = { raters: 1, ratings: 1, items: 1, holds: true, claims: [], tables: [] }
  expect(planProofText(proof)).toMatch(/^1 rating of 1 item by 1 rater\./)
  const shape = {
    imageCount: 1,
    conditionCount: 1,
    ratingsPerItem: 2,
    raters: 1,
    itemsPerRater: null,
  } as const
  expect(planLoad({ ...shape, imageRepeats: 'allow' })).toMatchObject({
    message: expect.stringContaining('Each item needs 2 different raters, but there is 1.') as string,
  })
})

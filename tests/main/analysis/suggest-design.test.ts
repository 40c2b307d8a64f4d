import { expect, test } from 'vitest'
import { suggestDesign } from '../../../src/main/analysis/suggest-design'
import { likertRow, pairRow } from './toy-rows'

test('models of pairs, lowest guessed CPR first', () => {
  const pairs = [
    ['32pruned', 'nonpruned'],
    ['nonpruned', 'cpr-2.5'],
    ['resnet50', '32pruned'],
  ].map(([leftModelId, rightModelId]) =>
    pairRow({
      raterId: 'r',
      imageId: 'i',
      leftModelId: leftModelId!,
      rightModelId: rightModelId!,
      answer: null,
    }),
  )
  expect(suggestDesign(pairs).models.map(({ modelId, cpr, label }) => [modelId, cpr, label])).toEqual([
    ['nonpruned', 1, 'CPR 1'],
    ['cpr-2.5', 2.5, 'CPR 2.5'],
    ['32pruned', 32, 'CPR 32'],
    ['resnet50', null, 'resnet50'],
  ])
})

test('a scale reaches from 1, or the lowest answer, to the highest answer', () => {
  const scaleOf = (...answers: (number | null)[]) =>
    suggestDesign(answers.map((answer) => likertRow({ raterId: 'r', imageId: 'i', modelId: 'a', answer })))
      .scale
  expect(scaleOf(2, 5, null)).toEqual({ minimum: 1, maximum: 5 })
  expect(scaleOf(-2, 2)).toEqual({ minimum: -2, maximum: 2 })
  expect(scaleOf(null)).toBeNull()
})

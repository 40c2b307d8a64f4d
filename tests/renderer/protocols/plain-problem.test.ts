import { expect, test } from 'vitest'
import { plainProblem } from '../../../src/renderer/src/protocols/plain-problem'
import { presetProtocol } from '../../../src/shared/protocol-presets'
import { validateProtocol } from '../../../src/shared/protocol-validation'

const content = presetProtocol('experiment-1-heat-maps')

/** What stands beside the field of a draft that is wrong in one thing. */
const problemOf = (draft: unknown, field: string) =>
  plainProblem(validateProtocol(draft).find((problem) => problem.field === field)!.message)

const withSampling = (sampling: object) => ({ ...content, sampling: { ...content.sampling, ...sampling } })

test.each([
  [withSampling({ imagesPerClass: null }), 'sampling.imagesPerClass', 'Type a number.'],
  [withSampling({ imagesPerClass: 1.5 }), 'sampling.imagesPerClass', 'Type a whole number.'],
  [withSampling({ imagesPerClass: 0 }), 'sampling.imagesPerClass', 'Must be more than 0.'],
  [withSampling({ ratingsPerItem: 1001 }), 'sampling.ratingsPerItem', 'Must be at most 1000.'],
  [{ ...content, name: '' }, 'name', 'Write something here.'],
  [{ ...content, models: [] }, 'models', 'Choose at least 1.'],
])('says what to do (%#)', (draft, field, message) => {
  expect(problemOf(draft, field)).toBe(message)
})

test('leaves the sentences of the protocol’s own checks as they are', () => {
  const wrong = withSampling({ itemsPerRater: 7 })
  expect(problemOf(wrong, 'sampling.itemsPerRater')).toContain('which raters of 7 items cannot share')
})

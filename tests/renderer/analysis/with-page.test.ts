import { expect, test } from 'vitest'
import { withPage } from '../../../src/renderer/src/analysis/with-page'
import type { RatedStimulus } from '../../../src/shared/rated-stimuli'

const stimuli = (...ids: string[]) => ids.map((itemId) => ({ itemId }) as RatedStimulus)
const ids = (page: readonly RatedStimulus[]) => page.map(({ itemId }) => itemId)

test('the first page begins the list anew', () => {
  expect(ids(withPage(stimuli('a', 'b'), 0, stimuli('c')))).toEqual(['c'])
})

test('a later page goes on, and brings nothing twice', () => {
  const two = withPage(stimuli('a', 'b'), 2, stimuli('b', 'c'))
  expect(ids(two)).toEqual(['a', 'b', 'c'])
  expect(ids(withPage(two, 2, stimuli('b', 'c')))).toEqual(['a', 'b', 'c'])
})

import type { StimulusPick } from '../../../shared/rated-stimuli'

/** What was picked, in words. */
export function pickText(pick: StimulusPick): string {
  const parts = [
    pick.itemId === undefined ? null : 'one item',
    pick.modelId === undefined ? null : pick.modelId,
    pick.modelPair === undefined ? null : pick.modelPair.join(' or '),
    pick.className === undefined ? null : `class ${pick.className}`,
    pick.answer === undefined ? null : `answered ${pick.answer ?? '"I don\'t know" or "both equally"'}`,
    pick.raterId === undefined ? null : `rated by ${pick.raterId}`,
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'all ratings' : parts.join(', ')
}

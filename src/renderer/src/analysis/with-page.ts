import type { RatedStimulus } from '../../../shared/rated-stimuli'

/**
 * A list with one more page of it. Each stimulus is there once, although a page was asked for twice, or new ratings have
 * moved one from page to page.
 * @param offset of the page; 0 begins anew
 */
export function withPage(
  before: readonly RatedStimulus[],
  offset: number,
  page: readonly RatedStimulus[],
): readonly RatedStimulus[] {
  if (offset === 0) return page
  const known = new Set(before.map(({ itemId }) => itemId))
  return [...before, ...page.filter(({ itemId }) => !known.has(itemId))]
}

import type { RatingRow } from '../../../shared/rating-row'
import type { StimulusOrder, StimulusPick, StoredStimulus } from '../../../shared/rated-stimuli'

/** What people said of one stimulus. */
export type StimulusSummary = Omit<StoredStimulus, 'original' | 'parts'>

/** The stimuli of which everything in `pick` is true, with what was said of each, in the order asked for. */
export function summariseStimuli(
  rows: readonly RatingRow[],
  pick: StimulusPick,
  order: StimulusOrder,
): StimulusSummary[] {
  const groups = [...Map.groupBy(rows, ({ itemId }) => itemId).values()]
  const summaries = groups.filter((own) => isPicked(own, pick)).map(summariseRatings)
  if (order === 'name') {
    const names = new Intl.Collator('en', { numeric: true })
    return summaries.sort((a, b) => names.compare(a.itemId, b.itemId))
  }
  const keyOf = ({ correctShare, agreement }: StimulusSummary): number =>
    (order === 'correct' ? correctShare : agreement) ?? Infinity
  return summaries.sort((a, b) => keyOf(a) - keyOf(b) || (a.itemId < b.itemId ? -1 : 1))
}

/** @param own all ratings of one stimulus */
export function summariseRatings(own: readonly RatingRow[]): StimulusSummary {
  const { itemId, className } = own[0]!
  const counts = new Map<string | null, number>()
  for (const { answer } of own) {
    const text = answer === null ? null : String(answer)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const answers = [...counts]
    .map(([answer, count]) => ({ answer, count, isCorrect: isCorrectAnswer(own[0]!, answer) }))
    .sort((a, b) => b.count - a.count)
  const isGraded = answers.some(({ isCorrect }) => isCorrect !== null)
  const correct = answers.reduce((sum, { count, isCorrect }) => sum + (isCorrect === true ? count : 0), 0)
  return {
    itemId,
    className,
    ratings: own.length,
    raters: new Set(own.map(({ raterId }) => raterId)).size,
    answers,
    correctShare: isGraded ? correct / own.length : null,
    agreement: agreementOf(answers.map(({ count }) => count)),
  }
}

/** Whether an answer names the true class; null where the task or the row has none. */
export function isCorrectAnswer({ task, className }: RatingRow, answer: string | null): boolean | null {
  return task !== 'classify' || className === null ? null : answer === className
}

/** Share of pairs of ratings that say the same; null where there is no pair. */
function agreementOf(counts: readonly number[]): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total < 2) return null
  return counts.reduce((sum, count) => sum + count * (count - 1), 0) / (total * (total - 1))
}

function isPicked(own: readonly RatingRow[], pick: StimulusPick): boolean {
  const { modelId, modelPair, className, answer, raterId, itemId } = pick
  const first = own[0]!
  const models = first.task === 'pair' ? [first.leftModelId, first.rightModelId] : [first.modelId]
  return (
    (itemId === undefined || first.itemId === itemId) &&
    (className === undefined || first.className === className) &&
    (modelId === undefined || models.includes(modelId)) &&
    (modelPair === undefined || modelPair.every((model) => models.includes(model))) &&
    (answer === undefined ||
      own.some((row) => (row.answer === null ? null : String(row.answer)) === answer)) &&
    (raterId === undefined || own.some((row) => row.raterId === raterId))
  )
}

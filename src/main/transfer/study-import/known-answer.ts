import type { RatingRow } from '../../../shared/rating-row'
import { ratingAnswers } from '../../../shared/records/session-records'
import type { ImportedAnswer } from '../../store/tables/imported-answers'
import { quoted } from '../problem-list'

/** An answer in the columns of the study, with models by their names. */
export interface AnswerColumns {
  readonly answer: string
  readonly chosenModel: string | null
  readonly leftModel: string | null
}

/** A rating's answer as the study stores it. */
export function answerColumnsOf(row: RatingRow): AnswerColumns {
  const { answer } = row
  if (row.task !== 'pair') {
    const text = answer === null ? ratingAnswers.unknown : String(answer)
    return { answer: text, chosenModel: null, leftModel: null }
  }
  const leftModel = row.leftModelId
  return row.answer === null
    ? { answer: ratingAnswers.equal, chosenModel: null, leftModel }
    : { answer: ratingAnswers.model, chosenModel: row.answer, leftModel }
}

/** What tells a rating from the one that is stored under its identity, in a sentence; null where they say the same. */
export function differsFrom(stored: ImportedAnswer, row: RatingRow): string | null {
  const { answer, chosenModel, leftModel } = answerColumnsOf(row)
  const isSame =
    stored.answer === answer &&
    stored.chosenModel === chosenModel &&
    stored.leftModel === leftModel &&
    stored.item === row.itemId &&
    stored.raterCode === row.raterId
  if (isSame) return null
  const place = stored.line === null ? stored.fileName : `${stored.fileName}, line ${stored.line}`
  const [now, before] = [quoted(chosenModel ?? answer), quoted(stored.chosenModel ?? stored.answer ?? '')]
  return (
    `${quoted(row.raterId)} answers ${now} to ${quoted(row.itemId)} here, and ${before} in what was imported from ${place}. ` +
    'If this is another experiment, give it a name of its own; if the file was corrected, nothing of it can be imported, ' +
    'as answers are never changed.'
  )
}

import type { Rating } from '../../../shared/records/session-records'
import type { DataValue } from '../../../shared/trials/trial-type'
import type { ExportNames } from './export-names'

type Data = Readonly<Record<string, DataValue>>

/**
 * The data that a rating's trial type declares. Own and simulated answers keep them; an imported one has them from its
 * answer, so that all tables have the same columns.
 */
export function ratingData(rating: Rating, names: ExportNames): Data {
  if (rating.source !== 'imported') return rating.data as Data
  const stimulus = names.stimulus(rating.stimulusId)
  const [model = null, other = null] = stimulus?.models ?? []
  switch (rating.trialType) {
    case 'classify':
      return { chosenClass: rating.answer, isCorrect: isCorrect(rating, stimulus?.className ?? null), model }
    case 'likert':
      return { rating: pointOf(rating.answer), pointCount: names.pointCount(rating.stimulusId), model }
    case 'pair': {
      const leftModel = rating.leftModelId === null ? null : names.model(rating.leftModelId)
      const chosenModel = rating.chosenModelId === null ? rating.answer : names.model(rating.chosenModelId)
      return { chosenModel, leftModel, rightModel: leftModel === model ? other : model }
    }
    default:
      return {}
  }
}

function isCorrect({ answer }: Rating, className: string | null): boolean | null {
  return className === null ? null : answer === className
}

function pointOf(answer: string | null): number | null {
  return answer === null || Number.isNaN(Number(answer)) ? null : Number(answer)
}

import { ratingAnswers, type Rating } from '../../../shared/records/session-records'
import type { TrialRow } from '../../../shared/trials/trial-row'
import { equalAnswer } from '../../../shared/trials/pair-trial'

/** How the study's store knows what a row speaks of. */
export interface RowReferences {
  /** Of a rated item; null where the store has none. */
  readonly stimulusId: (item: string) => string | null
  /** Of a model, by its name in the protocol. */
  readonly modelId: (name: string) => string
  readonly planTrialId: string | null
}

/**
 * A row as the store keeps it: the answer in its own columns for analysis, by the model chosen and never the side; all
 * declared data beside it.
 */
export function ratingRecord(row: TrialRow, references: RowReferences): Rating {
  const { id, sessionId, source, trialKey, attempt, trialType, item, data, recordedAt } = row
  const { onsetMs, responseMs, frameIntervalMs, focusLosses, fullScreenExits, hiddenMs, inputDevice } = row
  return {
    id,
    sessionId,
    source,
    trialKey,
    planTrialId: references.planTrialId,
    attempt,
    trialType,
    stimulusId: item === null ? null : references.stimulusId(item),
    ...answerColumns(row, references),
    data: { ...data, position: row.position, part: row.part },
    onsetMs,
    responseMs,
    frameIntervalMs,
    focusLosses,
    fullScreenExits,
    hiddenMs,
    inputDevice,
    recordedAt,
  }
}

function answerColumns(
  { trialType, data }: TrialRow,
  { modelId }: RowReferences,
): Pick<Rating, 'answer' | 'chosenModelId' | 'leftModelId'> {
  const none = { chosenModelId: null, leftModelId: null }
  const text = (value: TrialRow['data'][string] | undefined): string | null =>
    value === null || value === undefined ? null : `${value}`
  if (trialType === 'classify') return { answer: text(data.chosenClass), ...none }
  if (trialType === 'likert') return { answer: text(data.rating), ...none }
  if (trialType !== 'pair') return { answer: null, ...none }
  const chosen = text(data.chosenModel)
  const leftModelId = modelId(`${data.leftModel}`)
  if (chosen === null || chosen === equalAnswer) return { answer: chosen, chosenModelId: null, leftModelId }
  return { answer: ratingAnswers.model, chosenModelId: modelId(chosen), leftModelId }
}

import type { LifecycleEvent, SessionLog } from '../../../shared/session-log'
import { lifecycleEventSchema } from '../../../shared/session-log'
import { trialKinds, type TrialKind } from '../../../shared/trials/trial-type'
import { hasPassed, type TrialRow } from '../../../shared/trials/trial-row'
import type { Rating } from '../../../shared/records/session-records'
import type { AnswerMark } from '../../../shared/session-log'
import type { StudyStore } from '../../store/study-store'
import { ratingRecord } from '../session/rating-record'
import type { StoredPlan, StoredSlot } from './load-plan'

/** A row as the study stores it, with the trial of the plan that it answers. */
export function storedRating(
  row: TrialRow,
  { stimulusIds, modelIds }: StoredPlan,
  { itemTrialIds, checkTrialIds }: StoredSlot,
): Rating {
  const trialIds = row.trialType === 'attention-check' ? checkTrialIds : row.item === null ? [] : itemTrialIds
  return ratingRecord(row, {
    planTrialId: trialIds[Number(row.trialKey.split('.')[2])] ?? null,
    stimulusId: (item) => stimulusIds.get(item) ?? null,
    modelId: (name) => modelIds[name]!,
  })
}

/** Records something that happened to a session besides an answer. @returns it with the time that was stored */
export function storeEvent<E extends LifecycleEvent>(study: StudyStore, sessionId: string, event: E): E {
  const { kind, details } = event
  const { recordedAt } = study.sessionEvents.add({ sessionId, kind, details })
  return { ...event, recordedAt }
}

/** What the course of a session depends on of a stored answer. */
export const answerMark = (rating: Rating, isUndone: boolean): AnswerMark => ({
  ratingId: rating.id,
  trialKey: rating.trialKey,
  recordedAt: rating.recordedAt,
  hasPassed: outcomeOf(rating),
  isUndone,
  responseMs: rating.responseMs ?? 0,
  focusLosses: rating.focusLosses,
  fullScreenExits: rating.fullScreenExits,
  hiddenMs: rating.hiddenMs,
})

/** Everything that a session's state is computed from, read back. Rows of other programs are left out. */
export function readSessionLog(study: StudyStore, sessionId: string): SessionLog {
  return {
    events: study.sessionEvents.list(sessionId).flatMap(({ kind, details, recordedAt }) => {
      const parsed = lifecycleEventSchema.safeParse({ kind, details, recordedAt })
      return parsed.success ? [parsed.data] : []
    }),
    answers: study.ratings.history(sessionId).map((rating) => answerMark(rating, rating.undo !== null)),
  }
}

const isTrialKind = (type: string): type is TrialKind => (trialKinds as readonly string[]).includes(type)

function outcomeOf({ trialType, data }: Rating): boolean | null {
  return isTrialKind(trialType) ? hasPassed({ trialType, data: data as TrialRow['data'] }) : null
}

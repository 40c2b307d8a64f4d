import type { StudyStore } from '../../../../src/main/store/study-store'
import { measured } from '../../store/study-fixture'

/** One person begins a plan of classifications and answers one of them. */
export function answerOnce(
  store: StudyStore,
  { planId, protocolId }: { readonly planId: string; readonly protocolId: string },
): void {
  const { siteId } = store.study.get()
  const raterId = store.raters.add({ code: 'ULM-1', siteId, source: 'own' }).id
  const planSlotId = store.plans.openSlots(planId)[0]!.id
  const session = { raterId, source: 'own', siteId, protocolId, planSlotId } as const
  const { id: sessionId } = store.sessions.create(session)
  store.sessions.move(sessionId, 'running')
  const trial = store.plans.trials(planSlotId).find(({ type }) => type === 'classify')!
  store.ratings.append({
    sessionId,
    planTrialId: trial.id,
    stimulusId: trial.stimulusId,
    trialType: 'classify',
    answer: 'unknown',
    ...measured,
  })
}

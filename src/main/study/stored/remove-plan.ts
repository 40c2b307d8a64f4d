import { countText } from '../../../shared/count-text'
import { StudioError } from '../../../shared/errors'
import type { StudyStore } from '../../store/study-store'

export interface PlanRemoval {
  readonly planId: string
  /** As the audit names who decided: `studio`. */
  readonly actor: string
}

/**
 * Removes a plan that no session uses, with its stimulus set where nothing else uses that, and records it; or nothing.
 * Protocol and maps stay.
 * @throws StudioError `store/refused` once a session, of a person or simulated, uses the plan; `store/not-found`
 */
export function removePlan(study: StudyStore, { planId, actor }: PlanRemoval): void {
  study.transaction(() => {
    const { name, seed, protocolId, stimulusSetId } = study.plans.get(planId)
    const sessions = study.plans.sessionCount(planId)
    if (sessions > 0) throw inUse(name, sessions)
    study.plans.remove(planId)
    const isSetRemoved = stimulusSetId !== null && study.stimuli.removeUnusedSet(stimulusSetId)
    study.audit.add({
      actor,
      action: 'plan.removed',
      subjectType: 'plan',
      subjectId: planId,
      details: { name, seed, protocolId, stimulusSetId, isSetRemoved },
    })
  })
}

function inUse(name: string, sessions: number): StudioError {
  const users = countText(sessions, 'session uses it', 'sessions use it')
  return new StudioError(
    'store/refused',
    `The plan "${name}" cannot be removed, because ${users}: answers say nothing without the plan that they follow. ` +
      'Sessions are never deleted. Make another plan, and start no more sessions from this one.',
  )
}

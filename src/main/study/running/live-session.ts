import type { Session } from '../../../shared/records/session-records'
import type { SessionLog } from '../../../shared/session-log'
import type { SessionPlan } from '../session/session-steps'
import { sessionStatus, type SessionStatus } from '../session/session-state'
import type { StoredPlan, StoredSlot } from '../stored/load-plan'
import { readSessionLog } from '../stored/stored-rows'
import type { RunningContext } from './running-context'

/**
 * A session as far as it is known: its rows, and what follows from them. A value, so that a failed transaction leaves
 * it as it was.
 */
export interface LiveSession {
  readonly record: Session
  readonly participantCode: string
  readonly stored: StoredPlan
  readonly slot: StoredSlot
  readonly log: SessionLog
  readonly status: SessionStatus
}

/** Reads a session with all its rows. @throws StudioError as `loadPlan` */
export function readLiveSession(context: RunningContext, record: Session): LiveSession {
  const { study, plans } = context
  const { planId, id: slotId } = study.plans.slot(record.planSlotId!)
  let stored = plans.load(planId)
  if (stored.slots.every((slot) => slot.record.id !== slotId)) {
    plans.forget(planId)
    stored = plans.load(planId)
  }
  const slot = stored.slots.find((each) => each.record.id === slotId)!
  const participantCode = study.raters.get(record.raterId).code
  return withRows(context, { record, participantCode, stored, slot }, readSessionLog(study, record.id))
}

/** The session with other rows, and its record as it is stored now. */
export function withRows(
  { study, run }: Pick<RunningContext, 'study' | 'run'>,
  session: Omit<LiveSession, 'log' | 'status'>,
  log: SessionLog,
): LiveSession {
  return withLog({ run }, { ...session, record: study.sessions.get(session.record.id) }, log)
}

/** The session with other rows, where its record is known to be as it was. */
export function withLog(
  { run }: Pick<RunningContext, 'run'>,
  session: Omit<LiveSession, 'log' | 'status'>,
  log: SessionLog,
): LiveSession {
  return { ...session, log, status: sessionStatus(sessionPlanOf(session), log, run) }
}

/** What decides which screens the session has. */
export function sessionPlanOf({ stored, slot }: Pick<LiveSession, 'stored' | 'slot'>): SessionPlan {
  return { timeline: stored.content.timeline, slot: slot.slot }
}

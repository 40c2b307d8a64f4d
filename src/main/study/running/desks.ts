import { z } from 'zod'
import { StudioError, toErrorPayload } from '../../../shared/errors'
import type { Session } from '../../../shared/records/session-records'
import type { StudyStore } from '../../store/study-store'
import { storeEvent } from '../stored/stored-rows'
import { readProtocol } from './read-protocol'
import type { RunningContext } from './running-context'

/** Kind of the event that a session came to a desk, or was taken off. */
const seated = 'seated'
const seatedSchema = z.object({ seatId: z.string().nullable() })

/** Puts a session at a desk, or takes it off, and records that. */
export function seatSession(study: StudyStore, sessionId: string, seatId: string | null): void {
  study.sessions.setSeat(sessionId, seatId)
  study.sessionEvents.add({ sessionId, kind: seated, details: { seatId } })
}

/** Whether a session is at a desk, or was: an answer that was given there may arrive later. */
export function wasAtDesk(study: StudyStore, { id, seat }: Session, seatId: string): boolean {
  if (seat === seatId) return true
  return study.sessionEvents
    .list(id, seated)
    .some(({ details }) => seatedSchema.safeParse(details).data?.seatId === seatId)
}

/** A desk must be free for another session. @throws StudioError `session/not-allowed`: that of `shown` is not over */
export function refuseBusyDesk(study: StudyStore, shown: Session): never {
  throw new StudioError(
    'session/not-allowed',
    `The desk has a session that is ${shown.state} (${study.raters.get(shown.raterId).code}). Close or abort that one ` +
      'first, or take another desk.',
  )
}

/**
 * Takes a session off its desk that cannot be read. What is stored of it stays, and one that has begun and is not over
 * counts as interrupted, so that it is resumed when it can be read again.
 */
export function takeOffUnread(
  { study, now }: Pick<RunningContext, 'study' | 'now'>,
  { id, state }: Session,
  cause: string,
): void {
  const isUnderWay = state === 'running' || state === 'paused'
  study.transaction(() => {
    if (isUnderWay || state === 'interrupted') {
      const recordedAt = new Date(now()).toISOString()
      storeEvent(study, id, { kind: 'interrupted', recordedAt, details: { cause } })
    }
    if (isUnderWay) study.sessions.move(id, 'interrupted', cause)
    seatSession(study, id, null)
  })
}

/** Why a desk cannot show its session, and the ways out, for whoever runs sessions: in words that name no model. */
export function unreadableSession(study: StudyStore, record: Session, thrown: unknown): StudioError {
  const { code } = study.raters.get(record.raterId)
  const read = record.protocolId === null ? null : readProtocol(study, record.protocolId)
  const reason = read?.isReadable === false ? read.reason : toErrorPayload(thrown).message
  return new StudioError(
    'desk/unreadable-session',
    `The session of ${code} cannot be shown at its desk. ${reason} What it has is kept. To free the desk, close the ` +
      'screen there with the PIN, or start another session at it.',
    { cause: thrown },
  )
}

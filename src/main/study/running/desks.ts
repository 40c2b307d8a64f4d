import { z } from 'zod'
import { StudioError } from '../../../shared/errors'
import type { Session } from '../../../shared/records/session-records'
import type { StudyStore } from '../../store/study-store'

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

/**
 * A desk must be free for another session. One that is over makes room by itself.
 * @returns the session that must be taken off first; null where there is none
 * @throws StudioError `session/not-allowed` for a desk with a session that is not over
 */
export function sessionInTheWay(study: StudyStore, seatId: string, comingId?: string): Session | null {
  const shown = study.sessions.atSeat(seatId)
  if (shown === undefined || shown.id === comingId) return null
  if (shown.state === 'complete' || shown.state === 'aborted') return shown
  throw new StudioError(
    'session/not-allowed',
    `The desk has a session that is ${shown.state} (${study.raters.get(shown.raterId).code}). Close or abort that one ` +
      'first, or take another desk.',
  )
}

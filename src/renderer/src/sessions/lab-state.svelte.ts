import { toErrorPayload, type ErrorPayload } from '../../../shared/errors'
import type { Seat } from '../../../shared/seats'
import type { PlanChoice, SessionAction, SessionSummary } from '../../../shared/session-control'
import { call } from '../bridge/call'
import { keepFresh, subscribe } from '../bridge/subscribe'

/** What supervisors see: people's sessions, the desks, and the plans that sessions can be started from. */
export class LabState {
  /** Newest first; null until they are known. */
  sessions = $state.raw<readonly SessionSummary[] | null>(null)
  seats = $state.raw<readonly Seat[]>([])
  plans = $state.raw<readonly PlanChoice[]>([])
  hasPin = $state(false)
  /** Why nothing could be read, or what a supervisor wanted could not be done; null where all is well. */
  error = $state.raw<ErrorPayload | null>(null)

  /** Keeps it up to date. @returns stops it */
  follow(): () => void {
    const stops = [
      subscribe('session.changed', (summary) => this.#show(summary)),
      keepFresh(['seats.changed'], () => void this.load()),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** Desks are there without a study too. */
  async load(): Promise<void> {
    try {
      this.seats = await call('seats.list', undefined)
      const [sessions, plans, hasPin] = await Promise.all([
        call('sessions.list', undefined),
        call('plans.choices', undefined),
        call('sessions.hasPin', undefined),
      ])
      Object.assign(this, { sessions, plans, hasPin, error: null })
    } catch (thrown) {
      this.error = toErrorPayload(thrown)
    }
  }

  /** @returns whether it was done; why not stands in `error` */
  async act(sessionId: string, action: SessionAction): Promise<boolean> {
    try {
      this.#show(await call('sessions.act', { sessionId, action }))
      this.error = null
      return true
    } catch (thrown) {
      this.error = toErrorPayload(thrown)
      return false
    }
  }

  /** The session that a desk shows, over ones included. */
  atDesk(seatId: string): SessionSummary | undefined {
    return this.sessions?.find((session) => session.seatId === seatId)
  }

  /** Whether nothing but desks can be shown. */
  get hasNoStudy(): boolean {
    return this.error?.code === 'study/not-open'
  }

  /** What the desk is called; null where a session is at none. */
  deskName(seatId: string | null): string | null {
    return this.seats.find(({ id }) => id === seatId)?.label ?? null
  }

  #show(summary: SessionSummary): void {
    const others = (this.sessions ?? []).filter(({ id }) => id !== summary.id)
    this.sessions = [...others, summary].sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1))
  }
}

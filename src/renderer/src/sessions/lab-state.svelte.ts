import { toErrorPayload, type ErrorPayload } from '../../../shared/errors'
import type { Seat } from '../../../shared/seats'
import type {
  PlanChoice,
  SessionAction,
  SessionSummary,
  UnreadablePlan,
} from '../../../shared/session-control'
import { call } from '../bridge/call'
import { oneAtATime } from '../bridge/one-at-a-time'
import { keepFresh, subscribe } from '../bridge/subscribe'

/** What supervisors see: people's sessions, the desks, and the plans that sessions can be started from. */
export class LabState {
  /** Newest first; null until they are known. */
  sessions = $state.raw<readonly SessionSummary[] | null>(null)
  seats = $state.raw<readonly Seat[]>([])
  plans = $state.raw<readonly PlanChoice[]>([])
  /** Plans that no session can be started from, with the reason. */
  unreadablePlans = $state.raw<readonly UnreadablePlan[]>([])
  hasPin = $state(false)
  #readError = $state.raw<ErrorPayload | null>(null)
  #actError = $state.raw<ErrorPayload | null>(null)
  #callsInFlight = 0
  #isOutdated = false

  /** Why the last thing that a supervisor wanted was not done, or nothing could be read; null where all is well. */
  get error(): ErrorPayload | null {
    return this.#actError ?? this.#readError
  }

  /** Keeps it up to date. @returns stops it */
  follow(): () => void {
    const stops = [
      subscribe('session.changed', (summary) => this.#hear(summary)),
      keepFresh(['seats.changed'], this.load),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** Desks are there without a study too. */
  readonly load = oneAtATime(async () => {
    this.#readError = await this.#attempt(async () => {
      this.seats = await call('seats.list', undefined)
      const [sessions, { plans, unreadable: unreadablePlans }, hasPin] = await Promise.all([
        call('sessions.list', undefined),
        call('plans.choices', undefined),
        call('sessions.hasPin', undefined),
      ])
      Object.assign(this, { sessions, plans, unreadablePlans, hasPin })
    })
  })

  /** @returns whether it was done; why not stands in `error` */
  async act(sessionId: string, action: SessionAction): Promise<boolean> {
    this.#actError = await this.#attempt(async () => {
      this.#show(await call('sessions.act', { sessionId, action }))
    })
    return this.#actError === null
  }

  /** The session that a desk shows, over ones included. */
  atDesk(seatId: string): SessionSummary | undefined {
    return this.sessions?.find((session) => session.seatId === seatId)
  }

  /** Whether nothing but desks can be shown. */
  get hasNoStudy(): boolean {
    return this.#readError?.code === 'study/not-open'
  }

  /** What the desk is called; null where a session is at none. */
  deskName(seatId: string | null): string | null {
    return this.seats.find(({ id }) => id === seatId)?.label ?? null
  }

  /**
   * Does something with calls. An event that came meanwhile may be newer or older than their answers, so after both all is
   * read once more.
   * @returns why it failed; null where it did not
   */
  async #attempt(work: () => Promise<void>): Promise<ErrorPayload | null> {
    this.#callsInFlight += 1
    try {
      await work()
      return null
    } catch (thrown) {
      return toErrorPayload(thrown)
    } finally {
      this.#callsInFlight -= 1
      if (this.#callsInFlight === 0 && this.#isOutdated) {
        this.#isOutdated = false
        void this.load()
      }
    }
  }

  #hear(summary: SessionSummary): void {
    if (this.#callsInFlight > 0) this.#isOutdated = true
    this.#show(summary)
  }

  #show(summary: SessionSummary): void {
    const others = (this.sessions ?? []).filter(({ id }) => id !== summary.id)
    this.sessions = [...others, summary].sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1))
  }
}

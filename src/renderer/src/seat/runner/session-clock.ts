/**
 * The clock of a session at this desk: milliseconds since the session was started. The host says once per page how long
 * ago that was; from then on only the page's own monotonic clock counts, so that no change of the computer's time moves
 * it. After a reload, at another desk or after a restart the host says it again. What that is off by is the time that its
 * answer was on its way; response times do not depend on it.
 */
export class SessionClock {
  readonly #startedAtMs: number

  /** @param elapsedMs since the session's start, when the host answered @param nowMs of the page's clock, on arrival */
  constructor(elapsedMs: number, nowMs: number) {
    this.#startedAtMs = nowMs - elapsedMs
  }

  /** A time of the page's clock in the session's. Not before its start. */
  at(pageMs: number): number {
    return Math.max(0, pageMs - this.#startedAtMs)
  }
}

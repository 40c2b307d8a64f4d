/** Until the seconds are looked at anew, ms. */
const stepMs = 200

/** Whole seconds until a moment, by the page's monotonic clock. */
export class Countdown {
  secondsLeft = $state(0)
  readonly #nowMs: () => number
  #endsAtMs = -Infinity

  /** @param nowMs for tests */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  start(durationMs: number): void {
    this.#endsAtMs = this.#nowMs() + durationMs
    this.#look()
  }

  /** Counts as long as somebody looks at it. @returns stops it */
  follow(): () => void {
    this.#look()
    const timer = setInterval(() => this.#look(), stepMs)
    return () => clearInterval(timer)
  }

  #look(): void {
    this.secondsLeft = Math.max(0, Math.ceil((this.#endsAtMs - this.#nowMs()) / 1000))
  }
}

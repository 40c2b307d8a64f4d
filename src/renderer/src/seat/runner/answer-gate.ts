export interface GateOptions {
  /** Presses before this time on screen do not count. */
  readonly minimumViewMs: number
}

/**
 * Decides which press answers a screen: one that began after the screen was presented and its minimum time was over, and
 * only the first. A key that was held since an earlier screen does not begin again while it is held. Times are the page's
 * clock (`performance.now`), in ms.
 */
export class AnswerGate {
  readonly #minimumViewMs: number
  #opensAtMs: number | null = null
  #isAnswered = false

  constructor({ minimumViewMs }: GateOptions) {
    this.#minimumViewMs = minimumViewMs
  }

  /** When answers begin to count; null while the screen is not presented. */
  get opensAtMs(): number | null {
    return this.#opensAtMs
  }

  presented(onsetMs: number): void {
    this.#opensAtMs = onsetMs + this.#minimumViewMs
  }

  /** Whether a press that began at this time answers; the first that does closes the gate. */
  take(pressedAtMs: number): boolean {
    if (this.#isAnswered || this.#opensAtMs === null || pressedAtMs < this.#opensAtMs) return false
    this.#isAnswered = true
    return true
  }
}

import type { Measurements } from '../../../../shared/trials/trial-row'

export type InterruptionCounts = Pick<Measurements, 'focusLosses' | 'fullScreenExits' | 'hiddenMs'>

/** Counts what drew a person away from the screen since it was last asked. Times in ms of one clock. */
export class Interruptions {
  #focusLosses = 0
  #fullScreenExits = 0
  #hiddenMs = 0
  /** Why the screen is hidden at the moment, each counted once however many overlap. */
  readonly #covers = new Set<string>()
  #hiddenSinceMs = 0

  focusLost(): void {
    this.#focusLosses += 1
  }

  fullScreenLeft(): void {
    this.#fullScreenExits += 1
  }

  /** @param cover what hides the screen, as `page` or `dialog` */
  hidden(cover: string, nowMs: number): void {
    if (this.#covers.size === 0) this.#hiddenSinceMs = nowMs
    this.#covers.add(cover)
  }

  shown(cover: string, nowMs: number): void {
    if (this.#covers.delete(cover) && this.#covers.size === 0) this.#hiddenMs += nowMs - this.#hiddenSinceMs
  }

  /** What was counted since the last call. */
  take(nowMs: number): InterruptionCounts {
    const running = this.#covers.size > 0 ? nowMs - this.#hiddenSinceMs : 0
    const counts = {
      focusLosses: this.#focusLosses,
      fullScreenExits: this.#fullScreenExits,
      hiddenMs: this.#hiddenMs + running,
    }
    this.#focusLosses = this.#fullScreenExits = this.#hiddenMs = 0
    this.#hiddenSinceMs = nowMs
    return counts
  }
}

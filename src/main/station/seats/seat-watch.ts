export interface SeatWatchOptions {
  /** How long a desk may be gone. */
  readonly absentMs: number
  readonly isConnected: (seatId: string) => boolean
  readonly onAbsent: (seatId: string) => void
}

/** Notices desks that are gone: for a time they had no page open and called nothing. */
export class SeatWatch {
  readonly #options: SeatWatchOptions
  readonly #timers = new Map<string, NodeJS.Timeout>()

  constructor(options: SeatWatchOptions) {
    this.#options = options
  }

  /** A sign of life of a desk, or the end of one: its time begins again. */
  heard(seatId: string): void {
    clearTimeout(this.#timers.get(seatId))
    const { absentMs, isConnected, onAbsent } = this.#options
    const timer = setTimeout(() => {
      this.#timers.delete(seatId)
      if (!isConnected(seatId)) onAbsent(seatId)
    }, absentMs)
    this.#timers.set(seatId, timer.unref())
  }

  /** Forgets all desks. */
  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }
}

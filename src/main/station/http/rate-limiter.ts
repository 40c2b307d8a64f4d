import { StudioError } from '../../../shared/errors'
import type { Rate } from '../station-limits'

interface Bucket {
  readonly tokens: number
  readonly filledAtMs: number
}

/** Beyond this many senders, those that have been quiet are forgotten, at most once in an interval. */
const rememberedSenders = 4096
const forgettingIntervalMs = 1000

/** A token bucket for each sender: it holds `burst` tokens and gains `perSecond`; each request takes one. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>()
  readonly #rate: Rate
  readonly #nowMs: () => number
  #forgotAtMs = -Infinity

  constructor(rate: Rate, nowMs: () => number) {
    this.#rate = rate
    this.#nowMs = nowMs
  }

  /** Whether a sender may send now; takes nothing. */
  mayTake(sender: string): boolean {
    return this.#current(sender) >= 1
  }

  /** @throws StudioError `api/too-often` where the sender has none left */
  take(sender: string): void {
    const tokens = this.#current(sender)
    if (tokens < 1) {
      const seconds = Math.ceil((1 - tokens) / this.#rate.perSecond)
      throw new StudioError('api/too-often', `Too many requests. Wait ${seconds} s, then try again.`)
    }
    this.#buckets.set(sender, { tokens: tokens - 1, filledAtMs: this.#nowMs() })
    if (this.#buckets.size > rememberedSenders) this.#forgetQuiet()
  }

  #current(sender: string): number {
    const bucket = this.#buckets.get(sender)
    if (bucket === undefined) return this.#rate.burst
    const gained = ((this.#nowMs() - bucket.filledAtMs) / 1000) * this.#rate.perSecond
    return Math.min(this.#rate.burst, bucket.tokens + Math.max(0, gained))
  }

  #forgetQuiet(): void {
    if (this.#nowMs() - this.#forgotAtMs < forgettingIntervalMs) return
    this.#forgotAtMs = this.#nowMs()
    for (const sender of [...this.#buckets.keys()]) {
      if (this.#current(sender) >= this.#rate.burst) this.#buckets.delete(sender)
    }
  }
}

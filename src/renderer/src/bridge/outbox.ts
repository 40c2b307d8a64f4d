import { StudioError, toErrorPayload, type ErrorPayload, type Result } from '../../../shared/errors'
import type { OutboxEntry, OutboxStorage } from './outbox-storage'

/** What waits to be acknowledged. */
export interface OutboxStatus {
  readonly waitingCount: number
  /** Whether all that waits is on this computer's disk. */
  readonly isKept: boolean
  /** Why the oldest was not accepted when it was last sent; null where it was not, or was not sent yet. */
  readonly error: ErrorPayload | null
}

export interface OutboxOptions<T> {
  readonly storage: OutboxStorage<T>
  /**
   * Sends one entry. The other side must store an entry with a known key once only, and answer `ok` again. May not
   * reject.
   */
  readonly send: (entry: OutboxEntry<T>) => Promise<Result<unknown>>
  readonly onStatus?: (status: OutboxStatus) => void
  /** Milliseconds before the oldest entry is sent for the second time; twice as long after each further failure. */
  readonly retryMs?: number
}

interface Waiting<T> {
  readonly entry: OutboxEntry<T>
  /** Whether it is on the disk. */
  isKept: boolean
  /** Resolves when the attempt to keep it is over. */
  keeping: Promise<void>
  readonly acknowledge: () => void
}

const firstRetryMs = 500
const longestRetryMs = 10_000
/** Until an acknowledged entry is removed from the disk: what the acknowledgement lets happen comes first. */
const removeAfterMs = 100

/**
 * Sends entries one after the other, in order, and keeps each on this computer's disk until the other side has
 * acknowledged it. Whatever the other side answers, nothing is thrown away: an entry that is refused is sent again, since
 * the cause may go away, and those behind it wait.
 */
export class Outbox<T> {
  readonly #options: OutboxOptions<T>
  readonly #waiting: Waiting<T>[] = []
  #error: ErrorPayload | null = null
  #isRunning = false
  #wake: (() => void) | undefined

  private constructor(options: OutboxOptions<T>) {
    this.#options = options
  }

  /** Takes up what an earlier page left in the storage. */
  static async open<T>(options: OutboxOptions<T>): Promise<Outbox<T>> {
    const outbox = new Outbox(options)
    for (const entry of await options.storage.list()) {
      outbox.#waiting.push({ entry, isKept: true, keeping: Promise.resolve(), acknowledge: () => undefined })
    }
    outbox.#tell()
    void outbox.#run()
    return outbox
  }

  status(): OutboxStatus {
    return {
      waitingCount: this.#waiting.length,
      isKept: this.#waiting.every(({ isKept }) => isKept),
      error: this.#error,
    }
  }

  /**
   * Puts an entry behind all others, onto the disk and on its way at once. Resolves when it was acknowledged.
   * @param entry its key must be new
   */
  deliver(entry: OutboxEntry<T>): Promise<void> {
    return new Promise((acknowledge) => {
      const waiting: Waiting<T> = { entry, isKept: false, keeping: Promise.resolve(), acknowledge }
      waiting.keeping = this.#keep(waiting)
      this.#waiting.push(waiting)
      this.#tell()
      void this.#run()
    })
  }

  /** Sends now what waits for its next try, as when a lost connection is back. */
  sendNow(): void {
    this.#wake?.()
  }

  async #keep(waiting: Waiting<T>): Promise<void> {
    try {
      await this.#options.storage.add(waiting.entry)
      waiting.isKept = true
    } catch (thrown) {
      if (this.#waiting.includes(waiting)) this.#error = toErrorPayload(cannotKeep(thrown))
    }
    this.#tell()
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    let retryMs = this.#options.retryMs ?? firstRetryMs
    for (let oldest = this.#waiting[0]; oldest !== undefined; oldest = this.#waiting[0]) {
      const result = await this.#options.send(oldest.entry)
      if (result.ok) {
        this.#acknowledged(oldest)
        retryMs = this.#options.retryMs ?? firstRetryMs
      } else {
        this.#error = result.error
        this.#tell()
        await this.#pause(retryMs)
        retryMs = Math.min(2 * retryMs, longestRetryMs)
      }
    }
    this.#isRunning = false
  }

  #acknowledged({ entry, keeping, acknowledge }: Waiting<T>): void {
    this.#waiting.shift()
    this.#error = null
    acknowledge()
    this.#tell()
    setTimeout(async () => {
      await keeping // else it could be written after it was removed
      // An entry that is not removed is sent once more by the next page, and stored no second time.
      await this.#options.storage.remove(entry.key).catch(() => undefined)
    }, removeAfterMs)
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #tell(): void {
    this.#options.onStatus?.(this.status())
  }
}

function cannotKeep(thrown: unknown): StudioError {
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return new StudioError(
    'internal',
    `This browser cannot keep answers: ${reason}. Do not close it while answers wait to be saved.`,
  )
}

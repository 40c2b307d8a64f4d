import { StudioError, toErrorPayload, type ErrorPayload, type Result } from '../../../shared/errors'
import type { OutboxEntry, OutboxStorage } from './outbox-storage'

/** What waits to be acknowledged, of one line. */
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
  /** Which entries wait for each other. Default: all do. */
  readonly lineOf?: (content: T) => string
  /** Hears that the status of a line may have changed. */
  readonly onStatus?: () => void
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

/** Entries that are being sent, one after the other. */
interface Line {
  error: ErrorPayload | null
  wake: () => void
}

const firstRetryMs = 500
const longestRetryMs = 10_000
/** Until an acknowledged entry is removed from the disk: what the acknowledgement lets happen comes first. */
const removeAfterMs = 100

/**
 * Sends the entries of a line one after the other, in order, and keeps each on this computer's disk until the other side
 * has acknowledged it. Whatever the other side answers, nothing is thrown away: an entry that is refused is sent again,
 * since the cause may go away, and those behind it in its line wait.
 */
export class Outbox<T> {
  readonly #options: OutboxOptions<T>
  readonly #waiting: Waiting<T>[] = []
  readonly #lines = new Map<string, Line>()

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
    for (const name of new Set(outbox.#waiting.map(outbox.#lineOf))) void outbox.#run(name)
    return outbox
  }

  /** @param name of the line */
  status(name = ''): OutboxStatus {
    const waiting = this.#waiting.filter((each) => this.#lineOf(each) === name)
    return {
      waitingCount: waiting.length,
      isKept: waiting.every(({ isKept }) => isKept),
      error: this.#lines.get(name)?.error ?? null,
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
      void this.#run(this.#lineOf(waiting))
    })
  }

  /** Sends now what waits for its next try, as when a lost connection is back. */
  sendNow(): void {
    for (const { wake } of this.#lines.values()) wake()
  }

  readonly #lineOf = ({ entry }: Waiting<T>): string => this.#options.lineOf?.(entry.content) ?? ''

  async #keep(waiting: Waiting<T>): Promise<void> {
    try {
      await this.#options.storage.add(waiting.entry)
      waiting.isKept = true
    } catch (thrown) {
      const line = this.#lines.get(this.#lineOf(waiting))
      if (line !== undefined && this.#waiting.includes(waiting))
        line.error = toErrorPayload(cannotKeep(thrown))
    }
    this.#tell()
  }

  async #run(name: string): Promise<void> {
    if (this.#lines.has(name)) return
    const line: Line = { error: null, wake: () => undefined }
    this.#lines.set(name, line)
    const oldest = () => this.#waiting.find((each) => this.#lineOf(each) === name)
    let retryMs = this.#options.retryMs ?? firstRetryMs
    for (let next = oldest(); next !== undefined; next = oldest()) {
      const result = await this.#options.send(next.entry)
      if (result.ok) {
        line.error = null
        this.#acknowledged(next)
        retryMs = this.#options.retryMs ?? firstRetryMs
      } else {
        line.error = result.error
        this.#tell()
        await pause(retryMs, line)
        retryMs = Math.min(2 * retryMs, longestRetryMs)
      }
    }
    this.#lines.delete(name)
  }

  #acknowledged(waiting: Waiting<T>): void {
    const { entry, keeping, acknowledge } = waiting
    this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
    acknowledge()
    this.#tell()
    setTimeout(async () => {
      await keeping // else it could be written after it was removed
      // An entry that is not removed is sent once more by the next page, and stored no second time.
      await this.#options.storage.remove(entry.key).catch(() => undefined)
    }, removeAfterMs)
  }

  #tell(): void {
    this.#options.onStatus?.()
  }
}

function pause(ms: number, line: Line): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    line.wake = () => {
      clearTimeout(timer)
      resolve()
    }
  })
}

function cannotKeep(thrown: unknown): StudioError {
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return new StudioError(
    'internal',
    `This browser cannot keep answers: ${reason}. Do not close it while answers wait to be saved.`,
  )
}

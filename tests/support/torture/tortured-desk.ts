/** A desk that can be killed and started again, and what it was told. */
export interface TorturedDesk {
  /** Ids of answers that the host has acknowledged. */
  readonly acknowledged: readonly string[]
  /** Refusals after which the desk let an answer go: of which one, and why. */
  readonly refusals: readonly string[]
  readonly killCount: number
  /** Does nothing while it runs: a desk has one page. */
  start(): Promise<void>
  /** SIGKILL, and what it was told until then. Does nothing while it does not run. */
  kill(): Promise<void>
  /** Ends it after the torture. */
  end(): Promise<void>
  /** Resolves when so many answers were acknowledged. */
  answered(count: number): Promise<void>
}

export interface DeskOptions {
  /** Of the station. */
  readonly url: string
  /** Asks the supervisor for a code to enter with; rejects while the host is gone. */
  readonly newCode: () => Promise<string>
  /** What the desk keeps over its starts. */
  readonly folder: string
}

/** Does one thing after the other, in the order in which they were asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}

/** Lets tests wait for a number of answers. */
export class AnswerCount {
  readonly ids: string[] = []
  readonly #waiting: { readonly count: number; readonly resolve: () => void }[] = []

  add(id: string): void {
    this.ids.push(id)
    for (const { count, resolve } of this.#waiting) if (this.ids.length >= count) resolve()
  }

  reached(count: number): Promise<void> {
    if (this.ids.length >= count) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push({ count, resolve }))
  }
}

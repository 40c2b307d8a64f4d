import type { SessionSummary } from '../../src/shared/session-control'
import type { RatingLab } from '../support/seat/rating-lab'
import { absoluteNow } from './page-clock.mjs'

/** An answer that has not arrived by then was not given. */
const patienceMs = 250

/** Counts the answers of a session as the host tells supervisors of them, without asking. */
export class SavedAnswers {
  readonly end: () => void
  /** When the host said so of each, right after it was committed, in ms since 1970 by this process. */
  readonly timesMs: number[] = []
  #count = 0
  #tell: () => void = () => undefined

  constructor(lab: RatingLab, sessionId: string) {
    const hear = (name: string, payload: unknown): void => {
      if (name !== 'session.changed') return
      const { id, view } = payload as SessionSummary
      if (id !== sessionId) return
      if (view.progress.done > this.#count) this.timesMs.push(absoluteNow())
      this.#count = view.progress.done
      this.#tell()
    }
    this.end = lab.host.hub.subscribe({ role: 'supervisor' }, { hear, end: () => undefined })
  }

  /** @returns whether there were so many within a moment */
  async reach(count: number): Promise<boolean> {
    if (this.#count >= count) return true
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs)
      this.#tell = () => {
        if (this.#count < count) return
        clearTimeout(timer)
        resolve()
      }
    })
    return this.#count >= count
  }
}

import { vi } from 'vitest'
import type { SessionSummary } from '../../src/shared/session-control'
import type { RatingLab } from '../support/seat/rating-lab'
import { absoluteNow } from './page-clock.mjs'

/** An answer that has not arrived by then was not given. */
const patienceMs = 250

/** Counts the answers of a session as the host tells supervisors of them, without asking. */
export class SavedAnswers {
  readonly end: () => void
  /** When each was committed, in ms since 1970 by this process. */
  readonly timesMs: number[] = []
  #count = 0
  #tell: () => void = () => undefined

  constructor(lab: RatingLab, sessionId: string) {
    const study = lab.host.studies.require()
    const { transaction } = study
    // Supervisors hear of an answer only after its rater has the next screen.
    let committedMs = NaN
    const timed: typeof transaction = (work) => {
      const result = transaction(work)
      committedMs = absoluteNow()
      return result
    }
    const spy = vi.spyOn(study, 'transaction').mockImplementation(timed)
    const hear = (name: string, payload: unknown): void => {
      if (name !== 'session.changed') return
      const { id, view } = payload as SessionSummary
      if (id !== sessionId) return
      if (view.progress.done > this.#count) this.timesMs.push(committedMs)
      this.#count = view.progress.done
      this.#tell()
    }
    const leave = lab.host.hub.subscribe({ role: 'supervisor' }, { hear, end: () => undefined })
    this.end = () => {
      leave()
      spy.mockRestore()
    }
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

import { toErrorPayload, type ErrorPayload } from '../../../shared/errors'
import type { StudyOverview } from '../../../shared/study-overview'
import { call } from '../bridge/call'
import { keepFresh, subscribe } from '../bridge/subscribe'

/** The open study as a page sees it. */
export class StudyState {
  /** Null while no study is open; undefined until that is known. */
  current = $state.raw<StudyOverview | null | undefined>(undefined)
  error = $state.raw<ErrorPayload | null>(null)
  #shownCount = 0

  /** Keeps it up to date. @returns stops it */
  follow(): () => void {
    const stops = [
      subscribe('study.changed', ({ study }) => this.show(study)),
      keepFresh([], () => this.#load()),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** Takes over what an answer said, whose event may still be on its way. */
  show(study: StudyOverview | null): void {
    this.#shownCount += 1
    this.current = study
    this.error = null
  }

  /** Reads it, unless something is heard meanwhile: that may be newer, and what comes after it will be heard too. */
  async #load(): Promise<void> {
    const before = this.#shownCount
    try {
      const study = await call('study.current', undefined)
      if (before === this.#shownCount) this.show(study)
    } catch (thrown) {
      this.error = toErrorPayload(thrown)
    }
  }
}

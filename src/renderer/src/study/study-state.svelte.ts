import { toErrorPayload, type ErrorPayload } from '../../../shared/errors'
import type { StudyOverview } from '../../../shared/study-overview'
import { call } from '../bridge/call'
import { keepFresh, subscribe } from '../bridge/subscribe'

/** The open study as a page sees it. */
export class StudyState {
  /** Null while no study is open; undefined until that is known. */
  current = $state.raw<StudyOverview | null | undefined>(undefined)
  error = $state.raw<ErrorPayload | null>(null)

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
    this.current = study
    this.error = null
  }

  async #load(): Promise<void> {
    try {
      this.show(await call('study.current', undefined))
    } catch (thrown) {
      this.error = toErrorPayload(thrown)
    }
  }
}

import { StudioError } from '../../shared/errors'
import type { StudyStore } from '../store/study-store'

/** The study that is worked on, which may change while pages are open. Whoever needs it asks each time. */
export class StudyHolder {
  #current: StudyStore | null
  readonly #listeners = new Set<(study: StudyStore | null) => void>()
  readonly #contentListeners = new Set<() => void>()

  /** @param study closed by this holder; null where none is open */
  constructor(study: StudyStore | null) {
    this.#current = study
  }

  get current(): StudyStore | null {
    return this.#current
  }

  /** @throws StudioError `study/not-open` */
  require(): StudyStore {
    if (this.#current !== null) return this.#current
    throw new StudioError('study/not-open', 'No study is open. Open one, or make a new one, then try again.')
  }

  /** Puts another study in place of the one before, which is closed after everybody has been told. */
  replace(study: StudyStore | null): void {
    const before = this.#current
    this.#current = study
    for (const listener of [...this.#listeners]) listener(study)
    before?.close()
  }

  /** Hears each change. @returns stops it */
  watch(listener: (study: StudyStore | null) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Says that the open study holds something new, so that overviews follow. May be called as often as it happens. */
  noteChange(): void {
    for (const listener of [...this.#contentListeners]) listener()
  }

  /** Hears that the open study holds something new. @returns stops it */
  watchContent(listener: () => void): () => void {
    this.#contentListeners.add(listener)
    return () => void this.#contentListeners.delete(listener)
  }
}

import type { ImportRun } from '../../shared/study-import'
import type { StudyStore } from '../store/study-store'
import type { EventHub } from './event-hub'
import type { StudyHolder } from './study-holder'

/** Progress that is less than this behind is not told. */
const toldEveryMs = 100

/** What becomes of imports, for every page and not only for the one that began them. */
export class ImportRuns {
  readonly #studies: StudyHolder
  readonly #hub: EventHub
  #last: { readonly study: StudyStore; readonly run: ImportRun } | undefined
  #toldMs = -Infinity

  constructor(studies: StudyHolder, hub: EventHub) {
    this.#studies = studies
    this.#hub = hub
  }

  /** Of the study that is open: the import that runs, or ran last; null where there was none. */
  get current(): ImportRun | null {
    return this.#last?.study === this.#studies.current ? (this.#last?.run ?? null) : null
  }

  /** Notes what is so now of an import into a study. Pages hear each beginning and end, and of progress enough to follow it. */
  note(study: StudyStore, run: ImportRun): void {
    this.#last = { study, run }
    const isProgress = run.state === 'running' && run.done > 0
    if (isProgress && performance.now() - this.#toldMs < toldEveryMs) return
    this.#toldMs = performance.now()
    this.#hub.publish('ratings.importing', run)
  }
}

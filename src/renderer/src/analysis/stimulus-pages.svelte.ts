import type { ProcedureInput } from '../../../shared/api'
import { toErrorPayload, type ErrorPayload } from '../../../shared/errors'
import type { RatedStimulus } from '../../../shared/rated-stimuli'
import { call } from '../bridge/call'
import { withPage } from './with-page'

/** Which stimuli, in which order, and how many a page. */
export type StimulusQuery = Omit<ProcedureInput<'analysis.stimuli'>, 'offset'>

/** Rated stimuli, read page by page. Answers to what is not asked for any more are dropped. */
export class StimulusPages {
  /** Of all pages. */
  total = $state(0)
  stimuli = $state.raw<readonly RatedStimulus[]>([])
  error = $state.raw<ErrorPayload | null>(null)
  readonly #query: () => StimulusQuery
  #answered = $state.raw<StimulusQuery | null>(null)

  /** @param query gives the same object until something else is asked for */
  constructor(query: () => StimulusQuery) {
    this.#query = query
  }

  /** Whether what is there belongs to what is asked for now. */
  get isCurrent(): boolean {
    return this.#answered === this.#query()
  }

  /** Reads the first page. In an effect, it does so again whenever something else is asked for. */
  begin(): Promise<void> {
    return this.#read(0)
  }

  /** Reads the page after those that are there. */
  more(): Promise<void> {
    return this.#read(this.stimuli.length)
  }

  async #read(offset: number): Promise<void> {
    const asked = this.#query()
    try {
      const { total, stimuli } = await call('analysis.stimuli', { ...asked, offset })
      if (asked !== this.#query()) return
      this.total = total
      this.stimuli = withPage(this.stimuli, offset, stimuli)
      this.error = null
      this.#answered = asked
    } catch (thrown) {
      if (asked === this.#query()) this.error = toErrorPayload(thrown)
    }
  }
}

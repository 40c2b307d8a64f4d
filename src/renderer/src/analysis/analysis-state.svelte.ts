import type { AnalysisAnswer } from '../../../shared/analysis-answer'
import { defaultAnalysisOptions, type AnalysisOptions } from '../../../shared/analysis-design'
import type { UnreadableExperiment } from '../../../shared/analysis-experiment'
import type { ExperimentRef, ListedExperiment } from '../../../shared/analysis-blind'
import { toErrorPayload, type ErrorPayload } from '../../../shared/errors'
import type { RatingSource } from '../../../shared/rating-row'
import { call } from '../bridge/call'

/** What the analysis page shows: the experiments, how the chosen one is analysed, and what came of it so far. */
export class AnalysisState {
  experiments = $state.raw<readonly ListedExperiment[] | null>(null)
  /** Plans whose answers cannot be told apart, with the reason. */
  unreadable = $state.raw<readonly UnreadableExperiment[]>([])
  experiment = $state.raw<ListedExperiment | null>(null)
  options = $state.raw<AnalysisOptions>(defaultAnalysisOptions)
  answer = $state.raw<AnalysisAnswer | null>(null)
  /** What is being computed: a new answer, or intervals for the one that is shown. Null where all is there. */
  pending = $state<'answer' | 'intervals' | null>(null)
  #readError = $state.raw<ErrorPayload | null>(null)
  #runError = $state.raw<ErrorPayload | null>(null)
  #run = 0
  readonly #kind = $derived(this.experiment?.kind)
  readonly #id = $derived(this.experiment?.id)
  /** What calls about the chosen experiment name it by; the same object until another one is chosen. */
  readonly ref: ExperimentRef = $derived({ kind: this.#kind!, id: this.#id! })

  /** Whether there is nothing to analyse, as before anybody has rated: no failure. */
  readonly isUnanswered = $derived.by(() => {
    const ratings = this.experiment?.ratings
    return ratings !== undefined && this.options.sources.every((source) => ratings[source] === 0)
  })

  get error(): ErrorPayload | null {
    return this.#runError ?? this.#readError
  }

  /** Reads what there is to analyse, and shows the wanted experiment, or the newest with ratings. */
  async load(wanted: () => ExperimentRef | null): Promise<void> {
    try {
      Object.assign(this, await call('analysis.experiments', undefined))
      this.#readError = null
      // Asked only now: another one may have been chosen meanwhile.
      this.choose(wanted() ?? (this.experiment === null ? null : this.ref))
    } catch (thrown) {
      this.#readError = toErrorPayload(thrown)
    }
  }

  /** Shows an experiment, where it is not shown yet. */
  choose(wanted: ExperimentRef | null): void {
    const all = this.experiments ?? []
    const found =
      all.find(({ kind, id }) => kind === wanted?.kind && id === wanted.id) ??
      all.find(hasRatings) ??
      all[0] ??
      null
    const isSame = found?.id === this.experiment?.id
    const isUnchanged = JSON.stringify(found) === JSON.stringify(this.experiment)
    this.experiment = found
    if (found === null || isUnchanged) return
    if (!isSame) {
      this.answer = null
      this.options = { ...defaultAnalysisOptions, sources: [sourceOf(found)] }
    }
    void this.run()
  }

  /** Analyses in another way. */
  change(options: Partial<AnalysisOptions>): void {
    this.options = { ...this.options, ...options }
    void this.run()
  }

  narrow(filter: Partial<AnalysisOptions['filter']>): void {
    this.change({ filter: { ...this.options.filter, ...filter } })
  }

  /** @throws StudioError where the reason is too short */
  async liftBlind(planId: string, reason: string): Promise<void> {
    const blind = await call('analysis.liftBlind', { planId, reason })
    if (this.experiment?.id === planId) this.experiment = { ...this.experiment, blind }
    await this.run()
  }

  /** The curve at once where there is nothing yet, then all numbers, then all intervals. */
  async run(): Promise<void> {
    if (this.experiment === null) return
    const run = ++this.#run
    this.#runError = null
    if (this.isUnanswered) {
      this.answer = null
      this.pending = null
      return
    }
    const isCurrent = () => run === this.#run
    const request = { experiment: this.ref, options: this.options }
    this.pending = 'answer'
    try {
      for (const stage of ['first-look', 'points', 'intervals'] as const) {
        if (stage === 'first-look' && this.answer !== null) continue
        if (stage === 'intervals') this.pending = 'intervals'
        const answer = await call('analysis.run', { ...request, stage })
        if (!isCurrent()) return
        this.answer = answer
        if (answer.kind === 'blinded') break
      }
    } catch (thrown) {
      if (!isCurrent()) return
      this.#runError = toErrorPayload(thrown)
      if (this.pending === 'answer') this.answer = null
    }
    this.pending = null
  }
}

const hasRatings = ({ ratings }: ListedExperiment): boolean =>
  Object.values(ratings).some((count) => count > 0)

/** People's ratings where there are any; simulated ones only where there is nothing else. */
function sourceOf({ kind, ratings }: ListedExperiment): RatingSource {
  if (kind === 'import') return 'imported'
  return ratings.own === 0 && ratings.simulated > 0 ? 'simulated' : 'own'
}

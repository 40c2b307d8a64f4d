import type { AnalysisOptions } from '../../../shared/analysis-design'
import type { Experiment } from '../../../shared/analysis-experiment'
import { StudioError } from '../../../shared/errors'
import type { Report } from '../../../shared/report'
import { importedExperimentSchema } from '../../../shared/study-import'
import type { StudyStore } from '../../store/study-store'
import { taskOf } from '../protocol-content'
import { analyseRatings, type RatingsQuery } from './analyse-ratings'
import { blindState, requireSight } from './blind'

/**
 * Every plan and every imported experiment of a study, with how many answers each has.
 * @throws StudioError `protocol/invalid` as `taskOf`
 */
export function listExperiments(study: StudyStore): readonly Experiment[] {
  const plans = study.plans.list().map((plan): Experiment => {
    const protocol = study.protocols.get(plan.protocolId)
    const task = taskOf(protocol)
    const title = `${protocol.name} (${plan.name})`
    const ratings = study.ratings.countsForAnalysis({ task, planId: plan.id })
    return { id: plan.id, kind: 'plan', title, task, ratings, planned: study.plans.plannedRatings(plan.id) }
  })
  const imports = study.stimuli.sets().flatMap((set): Experiment[] => {
    const { data: details } = importedExperimentSchema.safeParse(set.options)
    if (details === undefined) return []
    const { task } = details
    const ratings = study.ratings.countsForAnalysis({ task, stimulusSetId: set.id })
    return [{ id: set.id, kind: 'import', title: set.name, task, ratings, planned: null }]
  })
  return [...plans, ...imports]
}

/** Which answers belong to an experiment. */
export function queryOf({ id, kind, task }: Experiment): RatingsQuery {
  return kind === 'plan' ? { task, planId: id } : { task, stimulusSetId: id }
}

/** An experiment by its id or its title. @throws StudioError `store/not-found` naming those that there are */
export function findExperiment(study: StudyStore, wanted: string): Experiment {
  const all = listExperiments(study)
  const found = all.find(({ id, title }) => id === wanted || title === wanted)
  if (found !== undefined) return found
  const titles = all.map(({ title }) => `"${title}"`).join(', ') || 'none'
  throw new StudioError('store/not-found', `The study has no experiment "${wanted}". It has: ${titles}.`)
}

/** Whether an experiment has answers of any of the sources. */
export function isAnswered({ ratings }: Experiment, sources: AnalysisOptions['sources']): boolean {
  return sources.some((source) => ratings[source] > 0)
}

/**
 * The analysis of every experiment that has answers of the wanted sources.
 * @throws StudioError `analysis/blinded` for one whose effects are still hidden
 */
export function studyExperiments(
  study: StudyStore,
  options: AnalysisOptions,
  experiments: readonly Experiment[] = listExperiments(study),
): Report['experiments'] {
  return experiments
    .filter((experiment) => isAnswered(experiment, options.sources))
    .map((experiment) => {
      const blind = blindState(study, experiment)
      requireSight(blind, options.sources)
      return { title: experiment.title, blind, analysis: analyseRatings(study, queryOf(experiment), options) }
    })
}

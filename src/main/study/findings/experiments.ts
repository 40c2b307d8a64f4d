import type { AnalysisOptions } from '../../../shared/analysis-design'
import type { Experiment, UnreadableExperiment } from '../../../shared/analysis-experiment'
import { StudioError } from '../../../shared/errors'
import type { RatingTask } from '../../../shared/rating-row'
import type { Plan } from '../../../shared/records/plan-records'
import type { Report } from '../../../shared/report'
import { importedExperimentSchema } from '../../../shared/study-import'
import type { StudyStore } from '../../store/study-store'
import { taskOf } from '../protocol-content'
import { analyseRatings, type RatingsQuery } from './analyse-ratings'
import { blindState, requireSight } from './blind'

/** The experiments of a study, with how many answers each has, and those that cannot be told apart. */
export interface StudyExperiments {
  readonly experiments: readonly Experiment[]
  readonly unreadable: readonly UnreadableExperiment[]
}

/** Every plan and every imported experiment of a study: one that cannot be read does not hide the others. */
export function readExperiments(study: StudyStore): StudyExperiments {
  const plans: Experiment[] = []
  const unreadable: UnreadableExperiment[] = []
  for (const plan of study.plans.list()) {
    const { id } = plan
    const title = `${study.protocols.label(plan.protocolId).name} (${plan.name})`
    const task = readTask(study, plan)
    if (task instanceof StudioError) {
      unreadable.push({ id, title, reason: task.message })
    } else {
      const ratings = study.ratings.countsForAnalysis({ task, planId: id })
      plans.push({ id, kind: 'plan', title, task, ratings, planned: study.plans.plannedRatings(id) })
    }
  }
  return { experiments: [...plans, ...importedExperiments(study)], unreadable }
}

/** What raters of a plan did, or why that is not known. */
function readTask(study: StudyStore, { protocolId }: Plan): RatingTask | StudioError {
  try {
    return taskOf(study.protocols.get(protocolId))
  } catch (thrown) {
    if (!(thrown instanceof StudioError)) throw thrown
    if (thrown.code === 'protocol/invalid') return thrown
    if (thrown.code !== 'store/damaged') throw thrown
    return new StudioError('store/damaged', `${thrown.message} Restore the study's file from a backup.`)
  }
}

function importedExperiments(study: StudyStore): Experiment[] {
  return study.stimuli.sets().flatMap((set): Experiment[] => {
    const { data: details } = importedExperimentSchema.safeParse(set.options)
    if (details === undefined) return []
    const { task } = details
    const ratings = study.ratings.countsForAnalysis({ task, stimulusSetId: set.id })
    return [{ id: set.id, kind: 'import', title: set.name, task, ratings, planned: null }]
  })
}

/**
 * All experiments, for what must not leave one out unnoticed: only then is it known that none of them is blind.
 * @throws StudioError `protocol/invalid` naming those that cannot be read
 */
export function listExperiments(study: StudyStore): readonly Experiment[] {
  const { experiments, unreadable } = readExperiments(study)
  if (unreadable.length === 0) return experiments
  const problems = unreadable.map(({ title, reason }) => `${title}: ${reason}`)
  throw new StudioError('protocol/invalid', problems.join(' '))
}

/** Which answers belong to an experiment. */
export function queryOf({ id, kind, task }: Experiment): RatingsQuery {
  return kind === 'plan' ? { task, planId: id } : { task, stimulusSetId: id }
}

/**
 * An experiment by its id or its title.
 * @throws StudioError `store/not-found` naming those that there are, `protocol/invalid` for one that cannot be read
 */
export function findExperiment(study: StudyStore, wanted: string): Experiment {
  const { experiments, unreadable } = readExperiments(study)
  const isWanted = ({ id, title }: Pick<Experiment, 'id' | 'title'>) => id === wanted || title === wanted
  const found = experiments.find(isWanted)
  if (found !== undefined) return found
  const unread = unreadable.find(isWanted)
  if (unread !== undefined) throw new StudioError('protocol/invalid', `${unread.title}: ${unread.reason}`)
  const titles = experiments.map(({ title }) => `"${title}"`).join(', ') || 'none'
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
      const analysis = analyseRatings(study, queryOf(experiment), options)
      const blind = blindState(study, experiment)
      requireSight(blind, options.sources)
      return { title: experiment.title, blind, analysis }
    })
}

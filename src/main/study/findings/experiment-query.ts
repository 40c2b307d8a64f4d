import type { ExperimentRef } from '../../../shared/analysis-blind'
import { StudioError } from '../../../shared/errors'
import type { RatingTask } from '../../../shared/rating-row'
import { importedExperimentSchema } from '../../../shared/study-import'
import type { StudyStore } from '../../store/study-store'
import { taskOf } from '../protocol-content'
import type { RatingsQuery } from './analyse-ratings'

/**
 * Which answers belong to an experiment, without counting them.
 * @throws StudioError `store/not-found` for one that the study does not have; `protocol/invalid` as `taskOf`
 */
export function experimentQuery(study: StudyStore, ref: ExperimentRef): RatingsQuery {
  const task = taskOfExperiment(study, ref)
  return ref.kind === 'plan' ? { task, planId: ref.id } : { task, stimulusSetId: ref.id }
}

function taskOfExperiment(study: StudyStore, { kind, id }: ExperimentRef): RatingTask {
  if (kind === 'plan') {
    const { protocolId } = study.plans.get(id)
    return taskOf(study.protocols.get(protocolId))
  }
  const { name, options } = study.stimuli.set(id)
  const { data } = importedExperimentSchema.safeParse(options)
  if (data !== undefined) return data.task
  throw new StudioError('store/not-found', `The stimuli "${name}" did not come with imported ratings.`)
}

import type { ListedExperiment } from '../../../shared/analysis-blind'
import type { StudyStore } from '../../store/study-store'
import { listExperiments } from '../../study/findings/experiments'
import { blindState } from '../../study/findings/blind'

/** Every plan, and every set of imported ratings, with what there is to analyse; newest first. */
export function listedExperiments(study: StudyStore): ListedExperiment[] {
  return listExperiments(study)
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
    .map((experiment) => ({ ...experiment, blind: blindState(study, experiment) }))
}

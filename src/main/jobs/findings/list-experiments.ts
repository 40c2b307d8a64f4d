import type { ListedExperiments } from '../../../shared/analysis-blind'
import type { StudyStore } from '../../store/study-store'
import { readExperiments } from '../../study/findings/experiments'
import { blindState } from '../../study/findings/blind'

/** Every plan, and every set of imported ratings, with what there is to analyse; newest first. */
export function listedExperiments(study: StudyStore): ListedExperiments {
  const { experiments, unreadable } = readExperiments(study)
  return {
    experiments: experiments
      .toSorted(newestFirst)
      .map((experiment) => ({ ...experiment, blind: blindState(study, experiment) })),
    unreadable: unreadable.toSorted(newestFirst),
  }
}

interface Identified {
  readonly id: string
}

const newestFirst = (one: Identified, other: Identified): number => (one.id < other.id ? 1 : -1)

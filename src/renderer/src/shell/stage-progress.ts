import { countText } from '../../../shared/count-text'
import type { StudyOverview } from '../../../shared/study-overview'
import type { StageProgress } from './stage'

/** The study's name, since what it holds is said by the stages. */
export const studyProgress = ({ name }: StudyOverview): StageProgress => ({ kind: 'done', word: name })

export function protocolsProgress({ counts }: StudyOverview): StageProgress {
  return counts.protocols === 0
    ? { kind: 'empty', word: 'None yet' }
    : { kind: 'done', word: countText(counts.protocols, 'version') }
}

export function plansProgress({ counts }: StudyOverview): StageProgress {
  return counts.plans === 0
    ? { kind: 'empty', word: 'None yet' }
    : { kind: 'done', word: countText(counts.plans, 'plan') }
}

/** What needs a person comes first, then what goes on, then what is left. */
export function sessionsProgress({ counts, stages }: StudyOverview): StageProgress {
  const { ready, running, paused, interrupted, complete } = counts.sessions
  const kind = stages.sessions
  if (interrupted > 0) return { kind, word: countText(interrupted, 'interrupted', 'interrupted') }
  const unfinished = ready + running + paused
  if (unfinished > 0) return { kind, word: countText(unfinished, 'under way', 'under way') }
  if (counts.plans === 0) return { kind, word: 'No plan yet' }
  return { kind, word: `${complete} of ${counts.slots} complete` }
}

/** Simulated answers are called so: nothing is found out by them. */
export function analysisProgress({ counts, stages }: StudyOverview): StageProgress {
  const kind = stages.analysis
  const { own, imported, simulated } = counts.ratings
  if (own + imported > 0) return { kind, word: countText(own + imported, 'answer') }
  return { kind, word: simulated > 0 ? 'Simulated only' : 'No answers yet' }
}

import { languageTags } from '../../../shared/languages/languages'
import type { Session } from '../../../shared/records/session-records'
import type { Plan } from '../../../shared/records/plan-records'
import type { PlanChoice } from '../../../shared/session-control'
import type { StudyStore } from '../../store/study-store'
import { contentOf } from '../protocol-content'

/**
 * The plans that sessions can be started from, newest first, without a word about their models.
 * @throws StudioError `protocol/changed`, `protocol/invalid`
 */
export function planChoices(study: StudyStore): PlanChoice[] {
  return study.plans
    .list()
    .filter(({ stimulusSetId }) => stimulusSetId !== null)
    .toReversed()
    .map((plan) => planChoice(study, plan))
}

function planChoice(study: StudyStore, { id, name, protocolId }: Plan): PlanChoice {
  const protocol = study.protocols.get(protocolId)
  const { task, texts, sampling } = contentOf(protocol)
  const sessions = study.sessions.inPlan(id)
  return {
    id,
    name,
    protocol: { name: protocol.name, version: protocol.version },
    task: task.kind,
    languages: languageTags.filter((tag) => texts[tag] !== undefined),
    itemsPerRater: sampling.itemsPerRater,
    slots: {
      open: study.plans.openSlots(id).length,
      taken: sessions.filter(isGoingOn).length,
      complete: sessions.filter(({ state, excludedAt }) => state === 'complete' && excludedAt === null)
        .length,
    },
  }
}

const isGoingOn = ({ state, excludedAt }: Session): boolean =>
  state !== 'complete' && state !== 'aborted' && excludedAt === null

import { languageTags } from '../../../shared/languages/languages'
import type { Session } from '../../../shared/records/session-records'
import type { Plan } from '../../../shared/records/plan-records'
import type { PlanChoice, PlanChoices } from '../../../shared/session-control'
import type { StudyStore } from '../../store/study-store'
import { readProtocol, type ReadProtocol } from './read-protocol'

/**
 * The plans that sessions can be started from, newest first, without a word about their models. One whose protocol cannot
 * be used does not hide the others.
 */
export function planChoices(study: StudyStore): PlanChoices {
  const choices: PlanChoices = { plans: [], unreadable: [] }
  for (const plan of study.plans.list().toReversed()) {
    if (plan.stimulusSetId === null) continue
    const read = readProtocol(study, plan.protocolId)
    if (read.isReadable) {
      choices.plans.push(planChoice(study, plan, read))
    } else {
      const { id, name } = plan
      choices.unreadable.push({ id, name, reason: read.reason, sessions: study.sessions.inPlan(id).length })
    }
  }
  return choices
}

function planChoice(
  study: StudyStore,
  { id, name }: Plan,
  { protocol, content }: Extract<ReadProtocol, { isReadable: true }>,
): PlanChoice {
  const { task, texts, sampling } = content
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

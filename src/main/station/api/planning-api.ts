import type { HandlersOf } from '../../../shared/api'
import { StudioError } from '../../../shared/errors'
import { planProofSchema } from '../../../shared/plan-proof'
import type { PlanSummary } from '../../../shared/planning-procedures'
import type { Plan } from '../../../shared/records/plan-records'
import type { StudyStore } from '../../store/study-store'
import { readProtocol } from '../../study/running/read-protocol'
import { listMapsChoices } from '../../study/stored/maps-choices'
import { removePlan } from '../../study/stored/remove-plan'
import { planOutlook } from '../../study/stored/plan-outlook'
import type { StudyHolder } from '../study-holder'
import type { StudyWriting } from '../study-writing'

/** Plans as researchers make them. What supervisors may know of plans is `plans.choices`. */
export function createPlanningApi(studies: StudyHolder, writing: StudyWriting): HandlersOf<'planning'> {
  return {
    'planning.list': () => listPlans(studies.require()),
    'planning.proof': ({ planId }) => planProofSchema.parse(studies.require().plans.get(planId).proof),
    'planning.maps': () => listMapsChoices(studies.require()),
    'planning.outlook': (wish) => planOutlook(studies.require(), wish),
    'planning.make': async (request) => {
      const study = studies.require()
      const { planId } = await writing.perform('rehearse-plan', request, {
        confirm: ({ protocolSha256 }) => requireProtocol(study, request.protocolId, protocolSha256),
      })
      studies.noteChange()
      return listPlans(studies.require()).find(({ id }) => id === planId)!
    },
    'planning.remove': ({ planId }, { role }) => {
      removePlan(studies.require(), { planId, actor: role })
      studies.noteChange()
    },
  }
}

/**
 * A plan is worked out beside whoever works on the study, and follows its protocol as that was then.
 * @throws StudioError `protocol/changed`
 */
function requireProtocol(study: StudyStore, protocolId: string, sha256: string): void {
  const protocol = study.protocols.get(protocolId)
  if (protocol.sha256 === sha256) return
  throw new StudioError(
    'protocol/changed',
    `Version ${protocol.version} of the protocol "${protocol.name}" was changed while the plan was worked out, so the ` +
      'plan was not stored: it would not follow the protocol. Make the plan again, and change the protocol before or after.',
  )
}

/** Newest first. */
function listPlans(study: StudyStore): PlanSummary[] {
  const complete = new Set(
    study.sessions
      .list('complete')
      .flatMap(({ planSlotId, batchId, excludedAt }) =>
        planSlotId !== null && batchId === null && excludedAt === null ? [planSlotId] : [],
      ),
  )
  return study.plans
    .list()
    .map((plan) => summaryOf(study, plan, complete))
    .reverse()
}

function summaryOf(study: StudyStore, plan: Plan, complete: ReadonlySet<string>): PlanSummary {
  const { id, name, seed, createdAt, protocolId } = plan
  const { raters, ratings, items, holds } = planProofSchema.parse(plan.proof)
  const slots = study.plans.slots(id)
  const read = readProtocol(study, protocolId)
  const open = study.plans.openSlots(id).length
  return {
    id,
    name,
    protocol: study.protocols.label(protocolId),
    seed,
    createdAt,
    raters,
    ratings,
    items,
    holds,
    slots: {
      open,
      taken: slots.length - open,
      complete: slots.filter((slot) => complete.has(slot.id)).length,
    },
    sessions: study.plans.sessionCount(id),
    unreadable: read.isReadable ? null : read.reason,
  }
}

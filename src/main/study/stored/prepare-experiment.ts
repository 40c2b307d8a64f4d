import type { PlanProof } from '../../../shared/plan-proof'
import type { ProtocolContent } from '../../../shared/protocol'
import { jsonObjectSchema } from '../../../shared/records/common'
import type { Plan, Protocol } from '../../../shared/records/plan-records'
import type { StimulusSet } from '../../../shared/records/stimulus-records'
import type { StudyStore } from '../../store/study-store'
import { makePlan } from '../plan/make-plan'
import { planRequestOf } from '../plan/plan-request'
import { provePlan } from '../plan/prove-plan'
import { checkedContent, contentOf } from '../protocol-content'
import { makeStimulusSet } from './make-stimulus-set'
import { ratedImages } from './rated-images'
import { storePlan } from './store-plan'

export interface ExperimentRequest {
  /** Of the stimulus set and of the plan; unique in the study. */
  readonly name: string
  readonly content: ProtocolContent
  /** The maps job whose maps are shown. */
  readonly mapsJobId: string
  /** Null for as many as the protocol's items per rater give. */
  readonly raters: number | null
  readonly seed: number
}

/** A plan from a protocol that the study has. */
export interface StoredPlanRequest extends Omit<ExperimentRequest, 'content'> {
  readonly protocolId: string
}

/** What sessions need besides the protocol. */
export interface StoredExperiment {
  readonly stimulusSet: StimulusSet
  readonly plan: Plan
  readonly proof: PlanProof
}

/** Everything that sessions need. */
export interface Experiment extends StoredExperiment {
  readonly protocol: Protocol
}

/**
 * From maps to a plan that people, or simulated raters, can follow: stores protocol, stimuli and plan, or nothing.
 * @throws StudioError `protocol/invalid`, `stimuli/too-few`, `stimuli/bad-request`, `plan/impossible`, `store/conflict`
 */
export function prepareExperiment(study: StudyStore, { content, ...request }: ExperimentRequest): Experiment {
  const checked = checkedContent(content)
  return study.transaction(() => {
    const protocol = study.protocols.add(checked.name, jsonObjectSchema.parse(checked))
    return { protocol, ...makeStoredPlan(study, { ...request, protocolId: protocol.id }) }
  })
}

/**
 * Stores stimuli and a plan for a stored protocol; call it in a transaction, so that it stores both or nothing.
 * @throws StudioError as `prepareExperiment`
 */
export function makeStoredPlan(study: StudyStore, request: StoredPlanRequest): StoredExperiment {
  const { protocolId, name, mapsJobId, raters, seed } = request
  const content = contentOf(study.protocols.get(protocolId))
  const stimulusSet = makeStimulusSet(study, { name, content, mapsJobId, seed })
  const images = ratedImages(study.stimuli.ofSet(stimulusSet.id), content, seed)
  const plan = makePlan(planRequestOf(content, images, { raters, seed }))
  const stored = storePlan(study, { plan, protocolId, stimulusSetId: stimulusSet.id, name })
  return { stimulusSet, plan: stored, proof: provePlan(plan) }
}

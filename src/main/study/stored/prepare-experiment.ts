import type { PlanProof } from '../../../shared/plan-proof'
import type { ProtocolContent } from '../../../shared/protocol'
import { jsonObjectSchema } from '../../../shared/records/common'
import type { Plan, Protocol } from '../../../shared/records/plan-records'
import type { StimulusSet } from '../../../shared/records/stimulus-records'
import type { StudyStore } from '../../store/study-store'
import { makePlan } from '../plan/make-plan'
import { planRequestOf } from '../plan/plan-request'
import { provePlan } from '../plan/prove-plan'
import { checkedContent } from '../protocol-content'
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

/** Everything that sessions need. */
export interface Experiment {
  readonly protocol: Protocol
  readonly stimulusSet: StimulusSet
  readonly plan: Plan
  readonly proof: PlanProof
}

/**
 * From maps to a plan that people, or simulated raters, can follow: stores protocol, stimuli and plan, or nothing.
 * @throws StudioError `protocol/invalid`, `stimuli/too-few`, `stimuli/bad-request`, `plan/impossible`, `store/conflict`
 */
export function prepareExperiment(study: StudyStore, request: ExperimentRequest): Experiment {
  const { name, mapsJobId, raters, seed } = request
  const content = checkedContent(request.content)
  return study.transaction(() => {
    const protocol = study.protocols.add(content.name, jsonObjectSchema.parse(content))
    const stimulusSet = makeStimulusSet(study, { name, content, mapsJobId, seed })
    const images = ratedImages(study.stimuli.ofSet(stimulusSet.id), content, seed)
    const plan = makePlan(planRequestOf(content, images, { raters, seed }))
    const stored = storePlan(study, { plan, protocolId: protocol.id, stimulusSetId: stimulusSet.id, name })
    return { protocol, stimulusSet, plan: stored, proof: provePlan(plan) }
  })
}

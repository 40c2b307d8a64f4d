import { z } from 'zod'
import { StudioError } from '../../../shared/errors'
import {
  planSchema as planValueSchema,
  type Plan,
  type PlannedTrial,
  type PlanSlot,
} from '../../../shared/plan'
import { jsonObjectSchema } from '../../../shared/records/common'
import type { Plan as PlanRecord } from '../../../shared/records/plan-records'
import type { StudyStore } from '../../store/study-store'
import type { NewTrial } from '../../store/tables/plan-table'
import type { StimulusWithParts } from '../../store/tables/stimulus-table'
import { provePlan } from '../plan/prove-plan'
import { contentOf } from '../protocol-content'
import { bindModels, type ModelIds } from './bind-models'

/** What a stored plan keeps beside its trials. */
export const planParametersSchema = z.strictObject({
  ...planValueSchema.pick({ ratingsPerItem: true, imageRepeats: true, sides: true, checkEvery: true }).shape,
  modelIds: z.record(z.string(), z.string()),
})

/** What a trial of a stored plan keeps beside its stimulus. */
export const trialParametersSchema = z.strictObject({
  part: z.number().int().min(0).max(2),
  condition: z.string().min(1),
})

export interface PlanToStore {
  readonly plan: Plan
  readonly protocolId: string
  /** Holds a stimulus for every item: an image with the plan's model, or its pair of models. */
  readonly stimulusSetId: string
  readonly name: string
}

/**
 * Stores a plan with its slots, trials and proof, or nothing. Attention checks are trials of the plan too, since a
 * session without them is not complete.
 * @throws StudioError `stimuli/bad-request` for an item without a stimulus, `protocol/invalid` for a model that the study
 *   does not have, `store/conflict` for a name that is taken
 */
export function storePlan(
  study: StudyStore,
  { plan, protocolId, stimulusSetId, name }: PlanToStore,
): PlanRecord {
  const content = contentOf(study.protocols.get(protocolId))
  const modelIds = bindModels(content, study.models.list())
  const stimulusOf = stimulusFinder(study.stimuli.ofSet(stimulusSetId), modelIds)
  const { seed, ratingsPerItem, imageRepeats, sides, checkEvery } = plan
  const slots = plan.slots.map((slot) =>
    planTrials(slot, {
      plan,
      modelIds,
      type: content.task.kind,
      stimulusId: ({ image, condition }) =>
        stimulusOf(plan.images[image]!.id, plan.conditions[condition]!.models),
    }),
  )
  return study.plans.add(
    {
      protocolId,
      stimulusSetId,
      name,
      seed,
      parameters: { ratingsPerItem, imageRepeats, sides, checkEvery, modelIds },
      proof: jsonObjectSchema.parse(JSON.parse(JSON.stringify(provePlan(plan)))),
    },
    slots,
  )
}

type StimulusFinder = (imageId: string, models: readonly string[]) => string

/** Finds the stimulus of an image under models, whatever their order. */
function stimulusFinder(stimuli: readonly StimulusWithParts[], modelIds: ModelIds): StimulusFinder {
  const keyOf = (imageId: string, ids: readonly string[]): string => [imageId, ...ids.toSorted()].join(' ')
  const ids = new Map(
    stimuli.map(({ id, imageId, parts }) => [
      keyOf(
        imageId,
        parts.map(({ modelId }) => modelId),
      ),
      id,
    ]),
  )
  return (imageId, models) => {
    const found = ids.get(
      keyOf(
        imageId,
        models.map((model) => modelIds[model]!),
      ),
    )
    if (found !== undefined) return found
    throw new StudioError(
      'stimuli/bad-request',
      `The stimulus set has no stimulus of the image ${imageId} under ${models.join(' and ')}. Make the set for the ` +
        "protocol's models or pairs.",
    )
  }
}

export interface TrialContext {
  readonly plan: Plan
  readonly modelIds: ModelIds
  /** Of the items. */
  readonly type: string
  readonly stimulusId: (trial: PlannedTrial) => string
}

/** The trials of a slot as the study stores them. */
export function planTrials({ trials, checksAfter }: PlanSlot, context: TrialContext): readonly NewTrial[] {
  const { plan, modelIds, type, stimulusId } = context
  return trials.flatMap((trial, position): NewTrial[] => {
    const { condition, isFlipped, part } = trial
    const { name, models } = plan.conditions[condition]!
    const left = models.length === 2 ? models[isFlipped ? 1 : 0] : null
    const item: NewTrial = {
      type,
      stimulusId: stimulusId(trial),
      leftModelId: left === null ? null : modelIds[left]!,
      needsAnswer: true,
      parameters: { part, condition: name },
    }
    return checksAfter.includes(position) ? [checkTrial, item] : [item]
  })
}

const checkTrial: NewTrial = {
  type: 'attention-check',
  stimulusId: null,
  leftModelId: null,
  needsAnswer: true,
  parameters: {},
}

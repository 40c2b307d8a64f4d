import { StudioError } from '../../../shared/errors'
import type { Plan, PlannedTrial, PlanSlot } from '../../../shared/plan'
import { conditionsOf, type ProtocolContent } from '../../../shared/protocol'
import type { PlanSlot as PlanSlotRecord, PlanTrial } from '../../../shared/records/plan-records'
import type { StudyStore } from '../../store/study-store'
import type { StimulusWithParts } from '../../store/tables/stimulus-table'
import { contentOf } from '../protocol-content'
import type { StudyImage } from '../session/session-material'
import type { ModelIds } from './bind-models'
import { planParametersSchema, trialParametersSchema } from './store-plan'

/** A slot of a stored plan with the ids by which its answers are stored. */
export interface StoredSlot {
  readonly record: PlanSlotRecord
  readonly slot: PlanSlot
  /** Of the plan's trial behind a screen, by the screen's kind and number. */
  readonly itemTrialIds: readonly string[]
  readonly checkTrialIds: readonly string[]
}

/** A plan read back from the study, with the pictures that its sessions show. */
export interface StoredPlan {
  readonly planId: string
  readonly name: string
  readonly protocolId: string
  readonly content: ProtocolContent
  /** As it was made. */
  readonly plan: Plan
  /** By position: those of the plan, then their replacements. */
  readonly slots: readonly StoredSlot[]
  readonly modelIds: ModelIds
  readonly images: ReadonlyMap<string, StudyImage>
  /** Images of the set that nobody rates. */
  readonly reserve: readonly StudyImage[]
  /** By the item's id in rows. */
  readonly stimulusIds: ReadonlyMap<string, string>
}

/**
 * Reads a stored plan.
 * @throws StudioError `store/not-found`, `protocol/changed`, `protocol/invalid`; `stimuli/bad-request` for a plan without
 *   a stimulus set
 */
export function loadPlan(study: StudyStore, planId: string): StoredPlan {
  const record = study.plans.get(planId)
  const content = contentOf(study.protocols.get(record.protocolId))
  const { modelIds, ...parameters } = planParametersSchema.parse(record.parameters)
  const stimuli = study.stimuli.ofSet(setOf(record))
  const stimulusOf = new Map(stimuli.map((stimulus) => [stimulus.id, stimulus]))
  const all = studyImages(study, stimuli, modelIds)
  const rows = study.plans
    .slots(planId)
    .map((slotRecord) => ({ slotRecord, trials: study.plans.trials(slotRecord.id) }))
  const items = rows.flatMap(({ trials }) => trials.filter(isItem).map((trial) => itemOf(trial, stimulusOf)))
  const rated = new Map(items.map(({ image }) => [image.id, image]))
  const images = [...rated.values()]
  const conditions = conditionsOf(content).map(({ name, models }) => ({ name, models }))
  const slots = rows.map(({ slotRecord, trials }) =>
    readSlot(slotRecord, trials, { images, conditions, modelIds, stimulusOf }),
  )
  return {
    planId,
    name: record.name,
    protocolId: record.protocolId,
    content,
    plan: {
      format: 1,
      seed: record.seed,
      ...parameters,
      images,
      conditions,
      slots: slots.filter(isOriginal).map(({ slot }) => slot),
    },
    slots,
    modelIds,
    images: all,
    reserve: [...all.values()].filter(({ id }) => !rated.has(id)),
    stimulusIds: new Map(
      items.map(({ image, condition, stimulusId }) => [`${image.id}/${condition}`, stimulusId]),
    ),
  }
}

/** Whether a slot is of the plan as it was made. */
export const isOriginal = ({ record }: StoredSlot): boolean => record.replacesId === null

/** Attention checks are trials without a stimulus of the plan. */
const isItem = ({ stimulusId }: PlanTrial): boolean => stimulusId !== null

interface StoredItem {
  readonly stimulusId: string
  readonly image: Plan['images'][number]
  readonly condition: string
  readonly part: number
}

function itemOf(
  { stimulusId, parameters }: PlanTrial,
  stimulusOf: ReadonlyMap<string, StimulusWithParts>,
): StoredItem {
  const { id, imageId, className } = stimulusOf.get(stimulusId!)!
  return {
    stimulusId: id,
    image: { id: imageId, classId: className },
    ...trialParametersSchema.parse(parameters),
  }
}

function setOf({
  name,
  stimulusSetId,
}: {
  readonly name: string
  readonly stimulusSetId: string | null
}): string {
  if (stimulusSetId !== null) return stimulusSetId
  throw new StudioError(
    'stimuli/bad-request',
    `The plan "${name}" has no stimulus set, so nothing can be shown.`,
  )
}

/** Every image of the set with its pictures; a picture without a file has a name of its own. */
function studyImages(
  study: StudyStore,
  stimuli: readonly StimulusWithParts[],
  modelIds: ModelIds,
): ReadonlyMap<string, StudyImage> {
  const nameOf = new Map(Object.entries(modelIds).map(([name, id]) => [id, name]))
  const groups = Map.groupBy(stimuli, ({ imageId }) => imageId)
  return new Map(
    [...groups].map(([id, members]) => {
      const maps = members.flatMap(({ parts }) =>
        parts.flatMap(({ modelId, mapId, artifactId, isCorrect }) => {
          const name = nameOf.get(modelId)
          if (name === undefined) return []
          const picture = artifactId ?? `${id}/${modelId}`
          const energyInside = mapId === null ? null : study.maps.get(mapId).energyInside
          return [[name, { picture, energyInside, isModelCorrect: isCorrect }]]
        }),
      )
      const { className, originalArtifactId } = members[0]!
      const original = originalArtifactId ?? `${id}/original`
      return [id, { id, classId: className, original, maps: Object.fromEntries(maps) }]
    }),
  )
}

interface SlotParts extends Pick<Plan, 'images' | 'conditions'> {
  readonly modelIds: ModelIds
  readonly stimulusOf: ReadonlyMap<string, StimulusWithParts>
}

function readSlot(record: PlanSlotRecord, rows: readonly PlanTrial[], parts: SlotParts): StoredSlot {
  const { images, conditions, modelIds, stimulusOf } = parts
  const indexOf = new Map(images.map(({ id }, index) => [id, index]))
  const read = (row: PlanTrial): PlannedTrial => {
    const { image, condition: name, part } = itemOf(row, stimulusOf)
    const condition = conditions.findIndex((other) => other.name === name)
    const second = conditions[condition]!.models[1]
    const isFlipped = second !== undefined && row.leftModelId === modelIds[second]
    return { image: indexOf.get(image.id)!, condition, isFlipped, part }
  }
  const checksAfter = rows.flatMap((row, place) =>
    isItem(row) ? [] : [rows.slice(0, place).filter(isItem).length],
  )
  return {
    record,
    slot: { trials: rows.filter(isItem).map(read), checksAfter },
    itemTrialIds: rows.filter(isItem).map(({ id }) => id),
    checkTrialIds: rows.filter((row) => !isItem(row)).map(({ id }) => id),
  }
}

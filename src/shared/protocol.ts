import { z } from 'zod'
import { languageSchema } from './languages/languages'
import { imageRepeats, type PlanShape } from './plan-shape'
import { blockSchema } from './protocol-timeline'
import { equalAnswer } from './trials/pair-trial'
import { unknownAnswer } from './trials/classify-trial'

const count = z.number().int().positive()

/** Names that stand for answers in the data. */
const reservedNames: readonly string[] = [equalAnswer, unknownAnswer]
const name = z
  .string()
  .min(1)
  .max(100)
  .refine((value) => !reservedNames.includes(value), 'is the name of an answer; choose another')

/** What a person is asked about each item. */
export const taskSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pair'),
    pairs: z.array(z.tuple([name, name])).min(1),
    isEqualOffered: z.boolean(),
    /** `balanced`: each side equally often, in every item, rater and pair; `random`: drawn for every trial, as published. */
    sides: z.enum(['balanced', 'random']),
  }),
  z.strictObject({ kind: z.literal('likert'), pointCount: z.union([z.literal(3), z.literal(5)]) }),
  z.strictObject({
    kind: z.literal('classify'),
    /** Whether agreement counts "I don't know" as a category of its own, or as no answer. */
    unknownForAlpha: z.enum(['category', 'missing']),
    /** `per-rater`: shuffled once for each rater. Keys never move within a session. */
    answerOrder: z.enum(['fixed', 'per-rater']),
  }),
])
export type RatingTask = Readonly<z.infer<typeof taskSchema>>

/** How maps are drawn; the same words as the explanation room's. */
export const protocolRenderingSchema = z.strictObject({
  kind: z.enum(['heat-map', 'occlusion-map']),
  colourMap: z.enum(['jet', 'viridis', 'inferno', 'cividis']),
  /** The image's share of a heat-map. */
  imageShare: z.number().min(0).max(1),
  /** Whether colours show the square of the scaled map, as published. */
  isSquared: z.boolean(),
  /** The share of pixels that an occlusion-map leaves visible. */
  visibleFraction: z.number().gt(0).max(1),
  scaling: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('per-map') }),
    z.strictObject({ kind: z.literal('per-image-across-models') }),
    z.strictObject({ kind: z.literal('absolute'), low: z.number(), high: z.number() }),
  ]),
})
export type ProtocolRendering = Readonly<z.infer<typeof protocolRenderingSchema>>

/** Everything that decides what a person sees and what an answer means. */
export const protocolContentSchema = z.strictObject({
  format: z.literal(1),
  name: z.string().min(1).max(200),
  description: z.string().max(2000),
  task: taskSchema,
  /** The models shown, by names that stay the same in all data of the study. */
  models: z
    .array(z.strictObject({ name, cpr: z.number().min(1).nullable() }))
    .min(1)
    .max(16),
  /** Classes in the order of the answers. `id` as in the data set. */
  classes: z
    .array(z.strictObject({ id: name, labels: z.partialRecord(languageSchema, z.string().min(1)) }))
    .min(2),
  rendering: protocolRenderingSchema,
  sampling: z.strictObject({
    imagesPerClass: count.max(100_000),
    /** Further images of each class that nobody rates, for practice and attention checks. */
    reservePerClass: z.number().int().min(0).max(1000),
    ratingsPerItem: count.max(1000),
    itemsPerRater: count.max(10_000),
    imageRepeats: z.enum(imageRepeats),
  }),
  answering: z.strictObject({
    minimumViewMs: z.number().int().min(0).max(60_000),
    timeoutMs: z.number().int().min(1000).max(600_000).nullable(),
    isUndoAllowed: z.boolean(),
    /** Instructions come again when a session goes on after so long. */
    reshowInstructionsAfterMinutes: z.number().min(0).max(10_080),
  }),
  timeline: z.array(blockSchema).min(1).max(50),
  /** Markdown by language and key. */
  texts: z.partialRecord(languageSchema, z.record(z.string(), z.string())),
})
export type ProtocolContent = Readonly<z.infer<typeof protocolContentSchema>>

/** A model, or a pair of models, under which every image is rated. */
export interface Condition {
  /** As `cpr-2`, or `cpr-2:cpr-1`. */
  readonly name: string
  readonly models: readonly [string] | readonly [string, string]
}

/** The conditions of a protocol, in its order. */
export function conditionsOf({
  task,
  models,
}: Pick<ProtocolContent, 'task' | 'models'>): readonly Condition[] {
  if (task.kind !== 'pair') return models.map((model) => ({ name: model.name, models: [model.name] }))
  return task.pairs.map(([first, second]) => ({ name: `${first}:${second}`, models: [first, second] }))
}

/** The shape of the plan that a protocol asks for, with the number of raters left open. */
export function planShapeOf(content: ProtocolContent): PlanShape {
  const { imagesPerClass, ratingsPerItem, itemsPerRater, imageRepeats: repeats } = content.sampling
  return {
    imageCount: content.classes.length * imagesPerClass,
    conditionCount: conditionsOf(content).length,
    ratingsPerItem,
    raters: null,
    itemsPerRater,
    imageRepeats: repeats,
  }
}

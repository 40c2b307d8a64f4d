import { z } from 'zod'
import { idSchema, jsonObjectSchema, nameSchema, sha256Schema, timestampSchema } from './common'

/** What people are asked, in which order and words. Frozen as soon as a session uses it. */
export const protocolSchema = z.object({
  id: idSchema,
  name: nameSchema,
  /** Counted from 1 for each name. */
  version: z.int().positive(),
  content: jsonObjectSchema,
  /** Of the content's JSON text as stored. */
  sha256: sha256Schema,
  copiedFromId: idSchema.nullable(),
  /** When it was first used; null while it may be changed. */
  frozenAt: timestampSchema.nullable(),
  createdAt: timestampSchema,
})
export type Protocol = Readonly<z.infer<typeof protocolSchema>>

/** Who sees what, fixed before anyone sits down. */
export const planSchema = z.object({
  id: idSchema,
  protocolId: idSchema,
  stimulusSetId: idSchema.nullable(),
  name: nameSchema,
  seed: z.int().nonnegative(),
  /** Raters, ratings an item and the like. */
  parameters: jsonObjectSchema,
  /** Counts per item, pair, side and position that show that it is balanced. */
  proof: jsonObjectSchema,
  createdAt: timestampSchema,
})
export type Plan = Readonly<z.infer<typeof planSchema>>

/** One rater's place in a plan. */
export const planSlotSchema = z.object({
  id: idSchema,
  planId: idSchema,
  position: z.int().nonnegative(),
  /** The slot whose missing items these are; null for one of the plan as it was made. */
  replacesId: idSchema.nullable(),
  /** When nobody was to take it any more, since its items are rated elsewhere; null while it counts. */
  withdrawnAt: timestampSchema.nullable(),
})
export type PlanSlot = Readonly<z.infer<typeof planSlotSchema>>

/** One screen of a slot. */
export const planTrialSchema = z.object({
  id: idSchema,
  slotId: idSchema,
  position: z.int().nonnegative(),
  /** As `pair`, `classify`, `attention-check`. */
  type: nameSchema,
  stimulusId: idSchema.nullable(),
  /** Of a pair: whose map is shown on the left. */
  leftModelId: idSchema.nullable(),
  /** Whether a session is complete only with an answer to it. */
  needsAnswer: z.boolean(),
  parameters: jsonObjectSchema,
})
export type PlanTrial = Readonly<z.infer<typeof planTrialSchema>>

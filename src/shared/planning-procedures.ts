import { z } from 'zod'
import { planProofSchema } from './plan-proof'
import { idSchema, nameSchema, timestampSchema } from './records/common'
import { studioOnly, type Role } from './roles'

const count = z.int().nonnegative()

/** A plan, without who rates what. */
export const planSummarySchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  protocol: z.strictObject({ id: idSchema, name: z.string(), version: z.int().positive() }),
  seed: z.int().nonnegative(),
  createdAt: timestampSchema,
  raters: count,
  ratings: count,
  items: count,
  /** Whether everything that the plan promises holds. */
  holds: z.boolean(),
  /** Of its places for raters: without a session, with one that counts, and with one that is complete. */
  slots: z.strictObject({ open: count, taken: count, complete: count }),
  /** Of people and of simulations, whatever became of them. With one, the plan cannot be removed. */
  sessions: count,
  /** Why its protocol cannot be read, so that no session can follow it; null where it can. */
  unreadable: z.string().nullable(),
})
export type PlanSummary = Readonly<z.infer<typeof planSummarySchema>>

/** A finished run of map making. */
export const mapsChoiceSchema = z.strictObject({
  jobId: idSchema,
  finishedAt: timestampSchema,
  /** As `grad-cam`; several where a run met maps of other methods. */
  methods: z.array(z.string()),
  models: z.array(z.string()),
  images: count,
})
export type MapsChoice = Readonly<z.infer<typeof mapsChoiceSchema>>

const planWishSchema = z.strictObject({
  protocolId: idSchema,
  mapsJobId: idSchema,
  /** Null for as many as the protocol's items per rater give. */
  raters: z.int().positive().max(100_000).nullable(),
})

const planLoadSchema = z.strictObject({
  ratingsPerItem: z.int().positive(),
  raters: z.int().positive(),
  fewestItems: count,
  mostItems: count,
})

/** What a plan would be, before it is made. */
export const planOutlookSchema = z.strictObject({
  shape: z.discriminatedUnion('isPossible', [
    z.strictObject({ isPossible: z.literal(true), load: planLoadSchema }),
    z.strictObject({ isPossible: z.literal(false), message: z.string(), nearest: z.array(planLoadSchema) }),
  ]),
  /** Images of each class that every shown model has a map of, and how many are wanted. */
  classes: z.array(z.strictObject({ id: z.string(), available: count, wanted: count })),
  /** Why the maps do not fit the protocol, with what to do; null where they do. */
  mapsProblem: z.string().nullable(),
})
export type PlanOutlook = Readonly<z.infer<typeof planOutlookSchema>>

/** A plan to be made; its seed decides who sees what. */
export const planMakingSchema = planWishSchema.extend({
  name: nameSchema,
  seed: z.int().min(0).max(0xffff_ffff),
})

/** The part of the contract by which plans are made. */
export const planningProcedures = {
  /** Newest first. */
  'planning.list': { roles: studioOnly, input: z.void(), output: z.array(planSummarySchema) },
  'planning.proof': {
    roles: studioOnly,
    input: z.strictObject({ planId: idSchema }),
    output: planProofSchema,
  },
  /** Newest first. */
  'planning.maps': { roles: studioOnly, input: z.void(), output: z.array(mapsChoiceSchema) },
  'planning.outlook': { roles: studioOnly, input: planWishSchema, output: planOutlookSchema },
  /** Makes stimuli and plan, or nothing. The same protocol, maps, raters and seed give the same plan. */
  'planning.make': {
    roles: studioOnly,
    input: planMakingSchema,
    output: planSummarySchema,
  },
  /**
   * Removes a plan that no session uses, with its stimuli where nothing else uses them. What was removed is recorded.
   * Refused with `store/refused` once a session uses it.
   */
  'planning.remove': {
    roles: studioOnly,
    input: z.strictObject({ planId: idSchema }),
    output: z.void(),
  },
} as const satisfies Record<string, { roles: readonly Role[]; input: z.ZodType; output: z.ZodType }>

import { z } from 'zod'
import { languageSchema } from './languages/languages'
import { idSchema, timestampSchema } from './records/common'
import { seatIdSchema } from './roles'
import { stationReportSchema } from './seat-session'
import { supervisorViewSchema } from './session-views'

const count = z.int().nonnegative()
const reason = z.string().trim().min(1).max(2000)

/** A plan as the supervisor may know it: nothing of its models. */
export const planChoiceSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  protocol: z.strictObject({ name: z.string(), version: z.int().positive() }),
  task: z.enum(['pair', 'likert', 'classify']),
  /** In which the protocol can be shown. */
  languages: z.array(languageSchema).min(1),
  itemsPerRater: count,
  slots: z.strictObject({ open: count, taken: count, complete: count }),
})
export type PlanChoice = Readonly<z.infer<typeof planChoiceSchema>>

/** A plan whose protocol cannot be used, so that no session can be started from it. */
export const unreadablePlanSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  /** What is wrong with the protocol, and what to do; names no model. */
  reason: z.string(),
  /** People's sessions in it. They are listed only as long as the program still has them in memory. */
  sessions: count,
})
export type UnreadablePlan = Readonly<z.infer<typeof unreadablePlanSchema>>

/** Every plan with stimuli is in one of both lists, newest first. */
export const planChoicesSchema = z.strictObject({
  plans: z.array(planChoiceSchema),
  unreadable: z.array(unreadablePlanSchema),
})
export type PlanChoices = Readonly<z.infer<typeof planChoicesSchema>>

/** A session of a person as the supervisor sees it: how it goes, and nothing about answers or models. */
export const sessionSummarySchema = z.strictObject({
  id: idSchema,
  planId: idSchema,
  planName: z.string(),
  /** The desk that shows it; null while it is at none. */
  seatId: seatIdSchema.nullable(),
  language: languageSchema,
  view: supervisorViewSchema,
  /** Null until the desk has reported. */
  station: stationReportSchema.nullable(),
  createdAt: timestampSchema,
  /** When anything was last heard of it. */
  heardAt: timestampSchema,
  /** Why its answers are set aside; null while they count. */
  exclusionReason: z.string().nullable(),
})
export type SessionSummary = Readonly<z.infer<typeof sessionSummarySchema>>

/** A new session: the next free slot of a plan for a person, at a desk. */
export const newSessionSchema = z.strictObject({
  planId: idSchema,
  seatId: seatIdSchema,
  /** As typed or scanned; null gives out the site's next code. Never a name. */
  participantCode: z.string().max(40).nullable(),
  language: languageSchema,
})
export type NewSessionRequest = Readonly<z.infer<typeof newSessionSchema>>

/** What a supervisor does with a session. */
export const sessionActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('start') }),
  z.strictObject({ kind: z.literal('pause'), reason: z.string().max(2000) }),
  z.strictObject({ kind: z.literal('continue') }),
  /** After an interruption, or after an abort while nobody has taken the slot; at the same desk or another. */
  z.strictObject({ kind: z.literal('resume'), seatId: seatIdSchema }),
  /** Gives the slot back; answers stay. */
  z.strictObject({ kind: z.literal('abort'), reason }),
  z.strictObject({ kind: z.literal('note'), text: reason }),
  /** Takes an ended session off its desk. */
  z.strictObject({ kind: z.literal('close') }),
  /** Sets the answers aside and gives the slot back, or takes that back; recorded in the audit. */
  z.strictObject({ kind: z.literal('exclude'), reason }),
  z.strictObject({ kind: z.literal('include'), reason }),
])
export type SessionAction = Readonly<z.infer<typeof sessionActionSchema>>

/** Four to eight digits that close a rater's screen. */
export const pinSchema = z.string().regex(/^\d{4,8}$/, 'must be 4 to 8 digits')

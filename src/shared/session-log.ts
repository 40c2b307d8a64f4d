import { z } from 'zod'
import { deskIncidentKinds, type DeskIncidentKind } from './desk-incidents'
import { timestampSchema } from './records/common'

const reason = z.string().max(2000)
/** One start of the host program; a session that ran in another one is interrupted. */
const run = z.string().min(1)

const event = <Kind extends string, Details extends z.ZodRawShape>(kind: Kind, details: Details) =>
  z.strictObject({ kind: z.literal(kind), recordedAt: timestampSchema, details: z.strictObject(details) })

const windowKind = (kind: DeskIncidentKind) => `window-${kind}` as const

/** What happens to a session besides answers: rows that are only added. */
export const lifecycleEventSchema = z.discriminatedUnion('kind', [
  event('started', { run }),
  event('paused', { reason }),
  event('continued', { run }),
  /** The screen was closed or left, or the connection or the power went. */
  event('interrupted', { cause: reason }),
  event('resumed', {
    run,
    /** Since anything was last heard of the session. */
    gapMs: z.number().nonnegative(),
    /** The instructions of all blocks before this one are shown again; null where the gap was short. */
    reshowBefore: z.number().int().nonnegative().nullable(),
  }),
  event('aborted', { reason }),
  event('undone', { ratingId: z.string().min(1), trialKey: z.string().min(1) }),
  event('note', { text: z.string().min(1).max(2000) }),
  z.strictObject({
    kind: z.enum(deskIncidentKinds.map(windowKind)),
    recordedAt: timestampSchema,
    /** Why its page crashed, in the system's word. */
    details: z.strictObject({ reason: reason.optional() }),
  }),
])
export type LifecycleEvent = Readonly<z.infer<typeof lifecycleEventSchema>>

/** What the course of a session depends on of each answer. It says nothing about models. */
export const answerMarkSchema = z.strictObject({
  ratingId: z.string().min(1),
  trialKey: z.string().min(1),
  recordedAt: timestampSchema,
  /** Whether a known answer was met; null where none is right. */
  hasPassed: z.boolean().nullable(),
  isUndone: z.boolean(),
  responseMs: z.number().nonnegative(),
  focusLosses: z.number().int().nonnegative(),
  fullScreenExits: z.number().int().nonnegative(),
  hiddenMs: z.number().nonnegative(),
})
export type AnswerMark = Readonly<z.infer<typeof answerMarkSchema>>

/** All rows that a session's state is computed from, oldest first. */
export interface SessionLog {
  readonly events: readonly LifecycleEvent[]
  readonly answers: readonly AnswerMark[]
}

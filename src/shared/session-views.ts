import { z } from 'zod'
import { deskIncidentKinds } from './desk-incidents'
import { languageSchema } from './languages/languages'
import { sessionStateSchema } from './records/session-records'
import { breakShownSchema } from './trials/break-trial'
import { comprehensionShownSchema } from './trials/comprehension-check-trial'
import { consentShownSchema } from './trials/consent-trial'
import { instructionShownSchema } from './trials/instruction-trial'
import { practiceShownSchema } from './trials/practice-trial'
import { questionnaireShownSchema } from './trials/questionnaire-trial'
import { classifyShownSchema } from './trials/classify-trial'
import { likertShownSchema } from './trials/likert-trial'
import { pairShownSchema } from './trials/pair-trial'
import type { TrialKind } from './trials/trial-type'

/** Every kind as a rater's screen gets it; a check looks like the trials around it, and has no schema of its own. */
const shownSchemas = {
  consent: consentShownSchema,
  questionnaire: questionnaireShownSchema,
  instruction: instructionShownSchema,
  'comprehension-check': comprehensionShownSchema,
  practice: practiceShownSchema,
  pair: pairShownSchema,
  likert: likertShownSchema,
  classify: classifyShownSchema,
  break: breakShownSchema,
} as const satisfies Record<Exclude<TrialKind, 'attention-check'>, z.ZodType>

const screen = <Kind extends keyof typeof shownSchemas>(kind: Kind) =>
  z.strictObject({ kind: z.literal(kind), shown: shownSchemas[kind] })

/** A trial without its hidden half. Anything else in it is refused, so no name of a model can slip through. */
export const raterTrialSchema = z.discriminatedUnion('kind', [
  screen('consent'),
  screen('questionnaire'),
  screen('instruction'),
  screen('comprehension-check'),
  screen('practice'),
  screen('pair'),
  screen('likert'),
  screen('classify'),
  screen('break'),
])
export type RaterTrial = Readonly<z.infer<typeof raterTrialSchema>>

const count = z.number().int().nonnegative()
const progressSchema = z.strictObject({ done: count, total: count })

/** A trial in its place of the session. */
export const raterScreenSchema = z.strictObject({ trialKey: z.string().min(1), trial: raterTrialSchema })
export type RaterScreen = Readonly<z.infer<typeof raterScreenSchema>>

/** All that a rater's screen knows. */
export const raterViewSchema = z.strictObject({
  state: sessionStateSchema,
  language: languageSchema,
  /** What to show while the session runs; null before, between and after. */
  screen: raterScreenSchema.nullable(),
  /** What stands there instead: how it ended, or that it waits for the supervisor. */
  notice: z.enum(['waiting', 'paused', 'declined', 'end']).nullable(),
  /** What the protocol says there, in Markdown; null where a screen is shown. */
  noticeText: z.string().min(1).nullable(),
  progress: progressSchema,
  isUndoOffered: z.boolean(),
})
export type RaterView = Readonly<z.infer<typeof raterViewSchema>>

/** What the supervisor sees of a running session: how it goes, and nothing about answers or models. */
export const supervisorViewSchema = z.strictObject({
  participantCode: z.string().min(1),
  state: sessionStateSchema,
  /** Why it was paused, interrupted or aborted last; null otherwise. */
  reason: z.string().nullable(),
  /** Type of the block that the rater is in; null before and after. */
  block: z.string().nullable(),
  progress: progressSchema,
  /** Rated items per minute of rating time; null before there are two. */
  itemsPerMinute: z.number().nonnegative().nullable(),
  medianResponseMs: z.number().nonnegative().nullable(),
  focusLosses: count,
  fullScreenExits: count,
  hiddenMs: z.number().nonnegative(),
  undoneAnswers: count,
  checks: z.strictObject({ passed: count, failed: count }),
  practice: z.strictObject({ right: count, wrong: count }),
  comprehension: z.strictObject({ right: count, wrong: count }),
  /** Lengths of interruptions, oldest first. */
  gapsMs: z.array(z.number().nonnegative()),
  notes: z.array(z.strictObject({ recordedAt: z.string(), text: z.string() })),
  /** What happened to the desk's window, oldest first. */
  incidents: z.array(z.strictObject({ recordedAt: z.string(), kind: z.enum(deskIncidentKinds) })),
})
export type SupervisorView = Readonly<z.infer<typeof supervisorViewSchema>>

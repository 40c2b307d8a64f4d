import { z } from 'zod'
import {
  idSchema,
  jsonObjectSchema,
  nameSchema,
  ratingSourceSchema,
  sha256Schema,
  timestampSchema,
} from './common'

/** Raters that came in at once: those of an imported file or of one simulation. */
export const batchSchema = z.object({
  id: idSchema,
  source: ratingSourceSchema.exclude(['own']),
  /** The file's name, or the simulation's. */
  name: nameSchema,
  /** Of an imported file, which comes in only once; null for a simulation. */
  sha256: sha256Schema.nullable(),
  /** Of a simulation; null for a file. */
  seed: z.int().nonnegative().nullable(),
  parameters: jsonObjectSchema,
  createdAt: timestampSchema,
})
export type Batch = Readonly<z.infer<typeof batchSchema>>

/** A person who answers, known by a code only. */
export const raterSchema = z.object({
  id: idSchema,
  code: nameSchema,
  siteId: idSchema,
  source: ratingSourceSchema,
  batchId: idSchema.nullable(),
  /** As `expert`; null where groups are not told apart. */
  raterGroup: nameSchema.nullable(),
  createdAt: timestampSchema,
})
export type Rater = Readonly<z.infer<typeof raterSchema>>

export const sessionStates = ['ready', 'running', 'paused', 'interrupted', 'complete', 'aborted'] as const
export const sessionStateSchema = z.enum(sessionStates)
export type SessionState = z.infer<typeof sessionStateSchema>

/** One rater's way through a plan's slot, or through an imported file. */
export const sessionSchema = z.object({
  id: idSchema,
  raterId: idSchema,
  source: ratingSourceSchema,
  batchId: idSchema.nullable(),
  siteId: idSchema,
  protocolId: idSchema.nullable(),
  planSlotId: idSchema.nullable(),
  state: sessionStateSchema,
  /** Why it is in this state, where that needs a word. */
  stateReason: z.string().nullable(),
  seat: z.string().nullable(),
  language: z.string().nullable(),
  /** The station's self-test, display and calibration. */
  station: jsonObjectSchema,
  startedAt: timestampSchema.nullable(),
  endedAt: timestampSchema.nullable(),
  /** When and why its answers were set aside; null while they count. */
  excludedAt: timestampSchema.nullable(),
  exclusionReason: z.string().min(1).nullable(),
  createdAt: timestampSchema,
})
export type Session = Readonly<z.infer<typeof sessionSchema>>

const milliseconds = z.number().nonnegative()
const count = z.int().nonnegative()

/** Answers that are no class and no point of a scale. */
export const ratingAnswers = {
  /** Of two models one was chosen, which `chosenModelId` names. */
  model: 'model',
  /** "Both equally". */
  equal: 'equal',
  /** "I don't know / none of the above". */
  unknown: 'unknown',
} as const

/** One answer. Never changed or deleted; an undone answer stays, and the next one is a further attempt. */
export const ratingSchema = z.object({
  /** Made where the answer was given, so that sending it again cannot store it twice. */
  id: idSchema,
  sessionId: idSchema,
  source: ratingSourceSchema,
  /** The screen that was answered, unique in its session. */
  trialKey: nameSchema,
  planTrialId: idSchema.nullable(),
  /** 1, and one more after each undo. */
  attempt: z.int().positive(),
  /** As `pair`, `classify`, `likert`, `questionnaire`. */
  trialType: nameSchema,
  stimulusId: idSchema.nullable(),
  /**
   * The category: a class, a point of a scale, or one of `ratingAnswers`. Null where time ran out, and where a screen
   * asks for no category.
   */
  answer: z.string().min(1).nullable(),
  /** The model chosen, never the side; null for every other kind of answer. */
  chosenModelId: idSchema.nullable(),
  /** Of a pair: whose map was on the left; null where there was none. */
  leftModelId: idSchema.nullable(),
  /** Further fields that the trial type declares. */
  data: jsonObjectSchema,
  /** Frame in which the stimulus was presented, on the session's monotonic clock; null where it was not measured. */
  onsetMs: milliseconds.nullable(),
  /** From onset to the answer. */
  responseMs: milliseconds.nullable(),
  /** Between two frames of the display during the trial; null where it was not measured. */
  frameIntervalMs: milliseconds.nullable(),
  focusLosses: count,
  fullScreenExits: count,
  /** How long the page was hidden. */
  hiddenMs: milliseconds,
  /** As `keyboard`, `mouse`, `touch`; null where it is not known. */
  inputDevice: nameSchema.nullable(),
  /** Wall clock; of an imported answer as its file has it, or the time of the import. */
  recordedAt: timestampSchema,
})
export type Rating = Readonly<z.infer<typeof ratingSchema>>

/** An answer that was taken back. */
export const ratingUndoSchema = z.object({
  ratingId: idSchema,
  reason: z.string().min(1),
  recordedAt: timestampSchema,
})
export type RatingUndo = Readonly<z.infer<typeof ratingUndoSchema>>

/** Something that happened in a session, as a lost focus or a note. */
export const sessionEventSchema = z.object({
  id: idSchema,
  sessionId: idSchema,
  /** As `focus-lost`, `full-screen-exit`, `paused`, `gap`, `note`. */
  kind: nameSchema,
  trialKey: nameSchema.nullable(),
  /** On the session's monotonic clock; null for what was not seen by the rater's screen. */
  clockMs: z.number().nullable(),
  details: jsonObjectSchema,
  recordedAt: timestampSchema,
})
export type SessionEvent = Readonly<z.infer<typeof sessionEventSchema>>

import { z } from 'zod'
import type { ErrorCode } from './errors'
import { languageSchema } from './languages/languages'
import { idSchema } from './records/common'
import { raterScreenSchema, raterViewSchema } from './session-views'
import { pictureTokenSchema } from './trials/trial-parts'
import { measurementsSchema } from './trials/trial-row'

const positive = z.number().positive()
const milliseconds = z.number().nonnegative()

/** What a desk shows: the session that was given to it, if any. */
export const seatScreenSchema = z.strictObject({
  /** Null while no session is at this desk: it waits for the supervisor. */
  session: z
    .strictObject({
      id: idSchema,
      view: raterViewSchema,
      /** Since the session was started, by the host's clock, when it said this; 0 before. */
      elapsedMs: milliseconds,
      /** The screen that comes next if the answer does not change it, to be built before it is needed; null for none. */
      next: raterScreenSchema.nullable(),
      /** Pictures of the screens that may come next, soonest first, to be decoded before they are needed. */
      upcoming: z.array(pictureTokenSchema),
    })
    .nullable(),
  /** In which a desk without a session speaks. */
  language: languageSchema,
})
export type SeatScreen = Readonly<z.infer<typeof seatScreenSchema>>

/**
 * The same as it is sent to the desk. Answers to calls and events come on different ways, so that an older one may
 * arrive after a newer one: of two that the same host sent, the one with the greater number is newer.
 */
export const sentScreenSchema = seatScreenSchema.extend({
  /** One start of the host. */
  hostId: idSchema,
  number: z.int().positive(),
})
export type SentScreen = Readonly<z.infer<typeof sentScreenSchema>>

/** An answer as a desk sends it: once or again, it is stored once. */
export const seatAnswerSchema = z.strictObject({
  /** Of the rating, made by the desk (UUIDv7). */
  id: idSchema,
  sessionId: idSchema,
  /** The screen that it answers. */
  trialKey: z.string().min(1).max(200),
  /** As the trial's type takes it, checked against the screen. */
  answer: z.json(),
  measurements: measurementsSchema,
})
export type SeatAnswer = Readonly<z.infer<typeof seatAnswerSchema>>

/**
 * Refusals of an answer that will never be taken back: it belongs to a screen that is answered already, is no answer to
 * it, or to a session that this desk never had. A desk keeps such an answer no longer, and asks anew what to show. After
 * every other error it sends the answer again.
 */
export const finalRefusals: readonly ErrorCode[] = [
  'session/bad-answer',
  'session/not-here',
  'session/other-screen',
]

/** Percentiles of the error of something measured. */
const spreadSchema = z.strictObject({
  count: z.int().positive(),
  median: z.number(),
  p95: z.number(),
  sd: milliseconds,
})

/** What a desk measured and knows of itself at the start of a session; stored with the session. */
export const stationReportSchema = z.strictObject({
  userAgent: z.string().max(500),
  /** CSS pixels. */
  viewport: z.strictObject({ width: positive, height: positive }),
  display: z.strictObject({ width: positive, height: positive, pixelRatio: positive }),
  isFullScreen: z.boolean(),
  isTouch: z.boolean(),
  colourScheme: z.enum(['light', 'dark']),
  prefersReducedMotion: z.boolean(),
  selfTest: z.strictObject({
    /** Between two frames, ms. */
    frameIntervalMs: spreadSchema,
    /** Frames that came later than one and a half intervals, of those counted. */
    lateFrames: z.int().nonnegative(),
    /** From injected events to their handlers, ms. */
    inputDelayMs: spreadSchema,
    /** Smallest step of the page's clock, ms. */
    clockStepMs: milliseconds,
    hasPassed: z.boolean(),
    /** What a supervisor should look at; empty for a sound desk. */
    warnings: z.array(z.string().max(300)),
  }),
  /** By the bank-card method; null where it was skipped: sizes are then known in CSS pixels only. */
  calibration: z
    .strictObject({ cssPixelsPerMm: positive, viewingDistanceMm: positive.nullable() })
    .nullable(),
})
export type StationReport = Readonly<z.infer<typeof stationReportSchema>>

/** What a supervisor may do at the desk itself, with the PIN. */
export const unlockActions = ['pause', 'continue', 'resume', 'abort', 'close'] as const
export const unlockRequestSchema = z.strictObject({
  pin: z.string().max(20),
  /** `close` takes an ended session off the desk; one that has not ended is interrupted by it. */
  action: z.enum(unlockActions),
  reason: z.string().max(2000),
})
export type UnlockRequest = Readonly<z.infer<typeof unlockRequestSchema>>

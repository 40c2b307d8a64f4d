import { z } from 'zod'
import { seatIdSchema, studioOnly, type Role } from './roles'

const size = z.strictObject({ width: z.number().positive(), height: z.number().positive() })

/** A screen of this machine. */
export const displaySchema = z.strictObject({
  id: z.string(),
  /** As the system calls it; empty where it has no name. */
  label: z.string(),
  /** In CSS pixels. */
  size,
  /** Device pixels for a CSS pixel. */
  pixelRatio: z.number().positive(),
  /** Whether the studio's window is there: a desk on it covers the studio. */
  hasStudio: z.boolean(),
  /** The desk whose window covers it; null where there is none. */
  seatId: seatIdSchema.nullable(),
})
export type Display = Readonly<z.infer<typeof displaySchema>>

/** The screens; null where pages are in browsers, which a link or a code lets in instead. */
const displaysSchema = z.array(displaySchema).nullable()

/** The part of the contract by which windows of this machine become desks. */
export const deskProcedures = {
  'desk.displays': { roles: studioOnly, input: z.void(), output: displaysSchema },
  /**
   * Covers a screen with a desk's window, which only the supervisor's PIN or `desk.close` closes. Whoever had the desk
   * loses it.
   */
  'desk.open': {
    roles: studioOnly,
    input: z.strictObject({
      seatId: seatIdSchema,
      displayId: z.string().max(100),
      /** Also covers every other screen that shows neither the studio nor a desk, with an empty window. */
      coversOthers: z.boolean(),
    }),
    output: displaysSchema,
  },
  /** Closes a desk's window; its session, if one runs, is interrupted. Does nothing where it has none. */
  'desk.close': {
    roles: studioOnly,
    input: z.strictObject({ seatId: seatIdSchema }),
    output: displaysSchema,
  },
} as const satisfies Record<string, { roles: readonly Role[]; input: z.ZodType; output: z.ZodType }>

/** What is told without being asked: a screen was connected or taken away, or a desk's window opened or closed. */
export const deskEvents = {
  'desk.changed': { roles: studioOnly, payload: z.strictObject({ displays: displaysSchema }) },
} as const satisfies Record<string, { roles: readonly Role[]; payload: z.ZodType }>

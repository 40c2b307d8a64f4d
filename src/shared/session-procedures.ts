import { z } from 'zod'
import { codeCountSchema } from './participant-code'
import { idSchema } from './records/common'
import { seatOnly, supervising, type Role } from './roles'
import { seatAnswerSchema, sentScreenSchema, stationReportSchema, unlockRequestSchema } from './seat-session'
import {
  newSessionSchema,
  pinSchema,
  planChoicesSchema,
  sessionActionSchema,
  sessionSummarySchema,
} from './session-control'

const ofSession = z.strictObject({ sessionId: idSchema })

/** The part of the contract by which sessions are run. A supervisor's answers say nothing about models or effects. */
export const sessionProcedures = {
  'plans.choices': { roles: supervising, input: z.void(), output: planChoicesSchema },
  /** People's sessions, newest first, without those whose protocol cannot be used: `plans.choices` tells of these. */
  'sessions.list': { roles: supervising, input: z.void(), output: z.array(sessionSummarySchema) },
  /** The code that the next new participant gets. */
  'sessions.nextCode': { roles: supervising, input: z.void(), output: z.strictObject({ code: z.string() }) },
  /** Sets the next codes aside for a printed sheet: nobody gets them but by typing them, and no later sheet has them. */
  'sessions.reserveCodes': {
    roles: supervising,
    input: z.strictObject({ count: codeCountSchema }),
    output: z.strictObject({ codes: z.array(z.string()) }),
  },
  'sessions.create': { roles: supervising, input: newSessionSchema, output: sessionSummarySchema },
  'sessions.act': {
    roles: supervising,
    input: z.strictObject({ sessionId: idSchema, action: sessionActionSchema }),
    output: sessionSummarySchema,
  },
  'sessions.hasPin': { roles: supervising, input: z.void(), output: z.boolean() },
  'sessions.setPin': { roles: supervising, input: z.strictObject({ pin: pinSchema }), output: z.void() },

  'seat.screen': { roles: seatOnly, input: z.void(), output: sentScreenSchema },
  /**
   * Stores an answer. It is on the host's disk when this returns, and what comes back is the next screen. The same
   * answer sent again is acknowledged again. An answer that was given before the session was paused, interrupted or
   * aborted, or went on at another desk, is stored too. `finalRefusals` says which refusals are for ever; nothing is
   * written then, nor after any other error.
   */
  'seat.answer': { roles: seatOnly, input: seatAnswerSchema, output: sentScreenSchema },
  /** Takes the last rating back, if the protocol allows it. */
  'seat.undo': { roles: seatOnly, input: ofSession, output: sentScreenSchema },
  'seat.report': {
    roles: seatOnly,
    input: ofSession.extend({ report: stationReportSchema }),
    output: z.void(),
  },
  /** The PIN at the desk itself. Wrong ones are counted, recorded and slowed down. */
  'seat.unlock': { roles: seatOnly, input: unlockRequestSchema, output: sentScreenSchema },
} as const satisfies Record<string, { roles: readonly Role[]; input: z.ZodType; output: z.ZodType }>

/** What is told without being asked. */
export const sessionEvents = {
  'session.changed': { roles: supervising, payload: sessionSummarySchema },
  /** What the desk shows has changed, by somebody else than its rater. */
  'seat.screenChanged': { roles: seatOnly, payload: sentScreenSchema },
} as const satisfies Record<string, { roles: readonly Role[]; payload: z.ZodType }>

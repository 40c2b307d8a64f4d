import { z } from 'zod'
import { analysisProcedures } from './analysis-procedures'
import { deskProcedures } from './desk-procedures'
import { deviceListSchema } from './device'
import type { Result } from './errors'
import { jobProcedures } from './job-procedures'
import { callerSchema, everyone, seatIdSchema, seatOnly, studioOnly, supervising } from './roles'
import type { Caller, Role } from './roles'
import { planningProcedures } from './planning-procedures'
import { protocolProcedures } from './protocol-procedures'
import { ratingsProcedures } from './ratings-procedures'
import { ownSeatSchema, seatLabelSchema, seatSchema } from './seats'
import { sessionProcedures } from './session-procedures'
import { stationStatusSchema } from './station'
import { studyProcedures } from './study-procedures'

const oneSeat = z.object({ seatId: seatIdSchema })

/**
 * The contract between pages and the program: each procedure with who may call it and the schemas of its input and of
 * its output. IPC and HTTP derive from this table, so a procedure is added here and implemented in one place. Both
 * carry plain JSON values.
 *
 * A procedure for seats takes no seat id: its handler is told who calls.
 */
export const procedures = {
  'app.info': {
    roles: everyone,
    input: z.void(),
    output: z.object({ name: z.string(), version: z.string() }),
  },
  'app.caller': { roles: everyone, input: z.void(), output: callerSchema },
  'devices.list': {
    roles: studioOnly,
    input: z.object({ refresh: z.boolean() }),
    output: deviceListSchema,
  },
  'seat.self': { roles: seatOnly, input: z.void(), output: ownSeatSchema },
  'seats.list': { roles: supervising, input: z.void(), output: z.array(seatSchema) },
  'seats.create': { roles: supervising, input: z.object({ label: seatLabelSchema }), output: seatSchema },
  'seats.rename': {
    roles: supervising,
    input: z.object({ seatId: seatIdSchema, label: seatLabelSchema }),
    output: seatSchema,
  },
  /** A new code for the same desk, whose browser keeps its unsent answers. Who holds the seat keeps it until then. */
  'seats.invite': { roles: supervising, input: oneSeat, output: seatSchema },
  'seats.revoke': { roles: supervising, input: oneSeat, output: z.void() },
  'station.status': { roles: supervising, input: z.void(), output: stationStatusSchema },
  /** Opens or closes the station for desks in the lab's network. */
  'station.share': { roles: studioOnly, input: z.object({ isOn: z.boolean() }), output: stationStatusSchema },
  /** One-time links with which a browser on another machine becomes the supervisor's; one for each address. */
  'station.inviteSupervisor': {
    roles: studioOnly,
    input: z.void(),
    output: z.object({ links: z.array(z.url()) }),
  },
  ...sessionProcedures,
  ...studyProcedures,
  ...deskProcedures,
  ...jobProcedures,
  ...protocolProcedures,
  ...planningProcedures,
  ...ratingsProcedures,
  ...analysisProcedures,
} as const satisfies Record<string, { roles: readonly Role[]; input: z.ZodType; output: z.ZodType }>

export type ProcedureName = keyof typeof procedures
export type ProcedureInput<P extends ProcedureName> = z.infer<(typeof procedures)[P]['input']>
export type ProcedureOutput<P extends ProcedureName> = z.infer<(typeof procedures)[P]['output']>

/** The callers that may call a procedure. */
export type CallerOf<P extends ProcedureName> = Extract<
  Caller,
  { role: (typeof procedures)[P]['roles'][number] }
>

/** What serves the contract. */
export type ApiHandlers = {
  readonly [P in ProcedureName]: (
    input: ProcedureInput<P>,
    caller: CallerOf<P>,
  ) => Promise<ProcedureOutput<P>> | ProcedureOutput<P>
}

/** The part of the contract whose procedures' names begin with an area, as `seats`. */
export type HandlersOf<Area extends string> = Pick<ApiHandlers, Extract<ProcedureName, `${Area}.${string}`>>

/** What the preload script puts on `window.sweetspot`. */
export interface Bridge {
  /** Carries a call as it is; the program checks procedure, input and answer. */
  call(procedure: ProcedureName, input: unknown): Promise<Result<unknown>>
  /** Hears every event that this window may hear. @returns stops it */
  subscribe(listener: (name: string, payload: unknown) => void): () => void
}

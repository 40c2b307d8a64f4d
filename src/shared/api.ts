import { z } from 'zod'
import { deviceListSchema } from './device'
import type { Result } from './errors'

/**
 * The contract between the renderer and whoever serves it (Electron's main process, the station, the command
 * line): each procedure with the schema of its input and of its output. IPC and HTTP derive from this table, so a
 * procedure is added here and implemented in one place.
 */
export const procedures = {
  'app.info': { input: z.void(), output: z.object({ name: z.string(), version: z.string() }) },
  'devices.list': { input: z.object({ refresh: z.boolean() }), output: deviceListSchema },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>

export type ProcedureName = keyof typeof procedures
export type ProcedureInput<P extends ProcedureName> = z.infer<(typeof procedures)[P]['input']>
export type ProcedureOutput<P extends ProcedureName> = z.infer<(typeof procedures)[P]['output']>

/** What serves the contract. */
export type ApiHandlers = {
  readonly [P in ProcedureName]: (input: ProcedureInput<P>) => Promise<ProcedureOutput<P>>
}

/** What the preload script puts on `window.sweetspot`. */
export interface Bridge {
  call<P extends ProcedureName>(procedure: P, input: ProcedureInput<P>): Promise<Result<ProcedureOutput<P>>>
}

/** The one IPC channel; the procedure's name travels in the message. */
export const callChannel = 'sweetspot:call'

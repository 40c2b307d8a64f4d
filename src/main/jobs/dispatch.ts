import {
  procedures,
  type ApiHandlers,
  type CallerOf,
  type ProcedureInput,
  type ProcedureName,
  type ProcedureOutput,
} from '../../shared/api'
import { StudioError, toErrorPayload, type ErrorPayload, type Result } from '../../shared/errors'
import type { Caller, Role } from '../../shared/roles'
import { z } from 'zod'

/** One call as it arrived. */
export interface Call {
  /** Whoever carried the call here vouches for it. */
  readonly caller: Caller
  /** What was sent as the procedure's name; anything may arrive here. */
  readonly procedure: unknown
  /** What was sent as the input; anything may arrive here. */
  readonly input: unknown
}

/**
 * Answers one call of the contract, whoever carried it here: checks the procedure's name, who calls, and the input;
 * runs the handler; checks what it returns. Never rejects: every failure is a `Result` with a code.
 *
 * @param onRefusedAtDesk hears why a desk was refused, in full: desks are not told everything
 */
export async function dispatch(
  handlers: ApiHandlers,
  call: Call,
  onRefusedAtDesk: (error: ErrorPayload) => void = () => undefined,
): Promise<Result<ProcedureOutput<ProcedureName>>> {
  try {
    return { ok: true, value: await run(handlers, allowedProcedure(call), call) }
  } catch (thrown) {
    const error = toErrorPayload(thrown)
    if (call.caller.role !== 'seat') return { ok: false, error }
    onRefusedAtDesk(error)
    if (isForRaters(error)) return { ok: false, error }
    return {
      ok: false,
      error: { code: error.code, message: 'Something failed. Please tell the supervisor.' },
    }
  }
}

/** Messages may name files and models, which raters must not learn of; those of these areas never do. */
function isForRaters({ code }: ErrorPayload): boolean {
  return ['api/', 'session/', 'station/'].some((area) => code.startsWith(area))
}

function mayCall(procedure: ProcedureName, { role }: Caller): boolean {
  const { roles }: { readonly roles: readonly Role[] } = procedures[procedure]
  return roles.includes(role)
}

function allowedProcedure({ procedure, caller }: Call): ProcedureName {
  const known = knownProcedure(procedure, caller)
  if (mayCall(known, caller)) return known
  throw new StudioError(
    'api/forbidden',
    `A ${caller.role} may not call '${known}'; ${procedures[known].roles.join(' and ')} may.`,
  )
}

function knownProcedure(procedure: unknown, caller: Caller): ProcedureName {
  if (typeof procedure === 'string' && Object.hasOwn(procedures, procedure)) return procedure as ProcedureName
  const given =
    typeof procedure === 'string' ? `'${procedure.slice(0, 80)}'` : `a value of type ${typeof procedure}`
  const allowed = (Object.keys(procedures) as ProcedureName[]).filter((name) => mayCall(name, caller))
  throw new StudioError(
    'api/unknown-procedure',
    `Sweetspot has no procedure ${given}. It has: ${allowed.join(', ')}. ` +
      'If the window and the program are of different versions, restart Sweetspot.',
  )
}

async function run<P extends ProcedureName>(
  handlers: ApiHandlers,
  procedure: P,
  { input, caller }: Call,
): Promise<ProcedureOutput<P>> {
  const parsed = procedures[procedure].input.safeParse(input)
  if (!parsed.success) {
    throw new StudioError(
      'api/bad-request',
      `The input of '${procedure}' is not what it takes: ${z.prettifyError(parsed.error)}. Given: ${shown(input)}.`,
    )
  }
  const value: unknown = await handlers[procedure](parsed.data as ProcedureInput<P>, caller as CallerOf<P>)
  const checked = procedures[procedure].output.safeParse(value)
  if (checked.success) return checked.data as ProcedureOutput<P>
  throw new StudioError(
    'internal',
    `'${procedure}' produced an answer that breaks its own contract: ${z.prettifyError(checked.error)}. ` +
      'This is a fault in Sweetspot; please report it with this message.',
  )
}

const withoutPin = (key: string, value: unknown): unknown => (key === 'pin' ? '…' : value)

/** The value as the sender would recognise it, at most 200 characters and without a PIN. */
function shown(input: unknown): string {
  if (input === undefined) return 'nothing'
  try {
    return (JSON.stringify(input, withoutPin) ?? typeof input).slice(0, 200)
  } catch {
    return `a value of type ${typeof input} that cannot be written as JSON`
  }
}

import {
  procedures,
  type ApiHandlers,
  type ProcedureInput,
  type ProcedureName,
  type ProcedureOutput,
} from '../../shared/api'
import { StudioError, toErrorPayload, type Result } from '../../shared/errors'
import { z } from 'zod'

/**
 * Answers one call of the contract, whoever carried it here: checks the procedure's name and its input, runs the
 * handler, checks what it returns. Never rejects: every failure is a `Result` with a code.
 *
 * @param procedure what the caller sent as the name; anything may arrive here
 * @param input what the caller sent as the input; anything may arrive here
 */
export async function dispatch(
  handlers: ApiHandlers,
  procedure: unknown,
  input: unknown,
): Promise<Result<ProcedureOutput<ProcedureName>>> {
  try {
    return { ok: true, value: await run(handlers, knownProcedure(procedure), input) }
  } catch (thrown) {
    return { ok: false, error: toErrorPayload(thrown) }
  }
}

function knownProcedure(procedure: unknown): ProcedureName {
  if (typeof procedure === 'string' && Object.hasOwn(procedures, procedure)) return procedure as ProcedureName
  const given =
    typeof procedure === 'string' ? `'${procedure.slice(0, 80)}'` : `a value of type ${typeof procedure}`
  throw new StudioError(
    'api/unknown-procedure',
    `Sweetspot has no procedure ${given}. It has: ${Object.keys(procedures).join(', ')}. ` +
      'If the window and the program are of different versions, restart Sweetspot.',
  )
}

async function run<P extends ProcedureName>(
  handlers: ApiHandlers,
  procedure: P,
  input: unknown,
): Promise<ProcedureOutput<P>> {
  const parsed = procedures[procedure].input.safeParse(input)
  if (!parsed.success) {
    throw new StudioError(
      'api/bad-request',
      `The input of '${procedure}' is not what it takes: ${z.prettifyError(parsed.error)}. Given: ${shown(input)}.`,
    )
  }
  const value: unknown = await handlers[procedure](parsed.data as ProcedureInput<P>)
  const checked = procedures[procedure].output.safeParse(value)
  if (checked.success) return checked.data as ProcedureOutput<P>
  throw new StudioError(
    'internal',
    `'${procedure}' produced an answer that breaks its own contract: ${z.prettifyError(checked.error)}. ` +
      'This is a fault in Sweetspot; please report it with this message.',
  )
}

/** The value as the sender would recognise it, at most 200 characters. */
function shown(input: unknown): string {
  if (input === undefined) return 'nothing'
  try {
    return (JSON.stringify(input) ?? typeof input).slice(0, 200)
  } catch {
    return `a value of type ${typeof input} that cannot be written as JSON`
  }
}

import type { Bridge, ProcedureInput, ProcedureName, ProcedureOutput } from '../../../shared/api'
import { StudioError, unwrap } from '../../../shared/errors'

declare global {
  interface Window {
    readonly sweetspot?: Bridge
  }
}

/**
 * Calls a procedure of the contract.
 *
 * @throws StudioError with the code and message of the other side; `internal` where the program does not answer
 */
export async function call<P extends ProcedureName>(
  procedure: P,
  input: ProcedureInput<P>,
): Promise<ProcedureOutput<P>> {
  const bridge = window.sweetspot
  if (bridge === undefined) {
    throw new StudioError('internal', 'This page works only inside Sweetspot. Start it with: npm start.')
  }
  return unwrap(await bridge.call(procedure, input))
}

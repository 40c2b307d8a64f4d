import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../../shared/api'
import { unwrap, type Result } from '../../../shared/errors'
import { currentCarrier } from './carrier'

/**
 * Calls a procedure of the contract.
 *
 * @throws StudioError with the code and message of the other side; `api/unreachable` where it does not answer
 */
export async function call<P extends ProcedureName>(
  procedure: P,
  input: ProcedureInput<P>,
): Promise<ProcedureOutput<P>> {
  return unwrap((await currentCarrier().call(procedure, input)) as Result<ProcedureOutput<P>>)
}

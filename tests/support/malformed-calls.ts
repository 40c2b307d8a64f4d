import fc from 'fast-check'
import { procedures, type ProcedureName } from '../../src/shared/api'
import type { Role } from '../../src/shared/roles'

/** What a page, or somebody who pretends to be one, may send as a call. */
export interface SentCall {
  readonly procedure: unknown
  readonly input: unknown
}

const names = Object.keys(procedures) as ProcedureName[]
const wrongNames = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    'seats',
    'seats.',
    'SEATS.LIST',
  ),
  fc.tuple(fc.constantFrom(...names), fc.string()).map(([name, more]) => name + more),
  fc.string(),
  fc.jsonValue(),
)

/** Every field that some procedure's input has, so that inputs are nearly right. */
const fields = [...new Set(names.flatMap((name) => Object.keys(shapeOf(name))))]

function shapeOf(name: ProcedureName): object {
  const { input } = procedures[name]
  return 'shape' in input ? input.shape : {}
}

/** Calls that no handler may see: an unknown procedure, one that the role may not call, or a wrong input. */
export function malformedCalls(role: Role, value: fc.Arbitrary<unknown>): fc.Arbitrary<SentCall> {
  const nearlyRight = fc.dictionary(fc.constantFrom('extra', ...fields), value, { maxKeys: 4 })
  return fc
    .record({
      procedure: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...names) }, wrongNames),
      input: fc.oneof(nearlyRight, value),
    })
    .filter((call) => !isWellFormed(role, call))
}

function isWellFormed(role: Role, { procedure, input }: SentCall): boolean {
  const name = names.find((each) => each === procedure)
  if (name === undefined) return false
  const { roles }: { readonly roles: readonly Role[] } = procedures[name]
  return roles.includes(role) && procedures[name].input.safeParse(input).success
}

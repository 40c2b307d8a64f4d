import { z } from 'zod'

/**
 * Who may call: `studio` is the researcher at this machine, who sees everything; `supervisor` runs sessions and stays
 * blind to what is rated; `seat` is a rating desk.
 */
export const roles = ['studio', 'supervisor', 'seat'] as const
export type Role = (typeof roles)[number]

/** Sets of roles, as the tables of procedures and events name them. */
export const studioOnly = ['studio'] as const satisfies readonly Role[]
export const supervising = ['studio', 'supervisor'] as const satisfies readonly Role[]
export const everyone = roles
export const seatOnly = ['seat'] as const satisfies readonly Role[]

export const seatIdSchema = z.uuid()

/** Whoever carried a call here knows the caller; no call says so itself. */
export const callerSchema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('studio') }),
  z.object({ role: z.literal('supervisor') }),
  z.object({ role: z.literal('seat'), seatId: seatIdSchema }),
])
export type Caller = Readonly<z.infer<typeof callerSchema>>

/** Whether two callers are the same: of one role, and for seats the same seat. */
export function isSameCaller(left: Caller, right: Caller): boolean {
  if (left.role === 'seat' && right.role === 'seat') return left.seatId === right.seatId
  return left.role === right.role
}

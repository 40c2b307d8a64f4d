import type { Caller } from '../../../shared/roles'
import { seatIdSchema } from '../../../shared/roles'

/** Where a request goes: whose page it comes from, if any, and what it asks for there. */
export interface Place {
  /** As the path claims; the cookie proves it. Null at the station's root, where people enter. */
  readonly claimed: Caller | null
  /** Below the home, without a leading slash; empty for the page itself. */
  readonly path: string
}

/** The folder of a caller's page. Its cookie is sent there only, so that one browser may hold several. */
export function homeOf(caller: Caller): string {
  return caller.role === 'seat' ? `/seat/${caller.seatId}/` : `/${caller.role}/`
}

/** @param url as it stands in the request; nothing in it is decoded */
export function placeOf(url: string): Place {
  const path = url.replace(/[?#].*$/s, '')
  const [, role, rest = ''] = /^\/(studio|supervisor)\/(.*)$/s.exec(path) ?? []
  if (role === 'studio' || role === 'supervisor') return { claimed: { role }, path: rest }
  const [, seatId, ofSeat = ''] = /^\/seat\/([^/]*)\/(.*)$/s.exec(path) ?? []
  if (seatIdSchema.safeParse(seatId).success) {
    return { claimed: { role: 'seat', seatId: seatId! }, path: ofSeat }
  }
  return { claimed: null, path: path.slice(1) }
}

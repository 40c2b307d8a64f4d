import { isUnderWay } from './session-words'
import type { LabState } from './lab-state.svelte'

/** Whether a desk can take a session: it has none, or one that is over and makes room. */
export function isFree(lab: LabState, seatId: string): boolean {
  const session = lab.atDesk(seatId)
  return session === undefined || !isUnderWay(session)
}

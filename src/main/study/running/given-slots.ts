import { itemId } from '../../../shared/plan'
import { checkNotGivenOn, retakeSlot, returnSlot, type SlotLedger } from '../plan/slot-ledger'
import { answeredPositions } from '../session/session-steps'
import { readLedger, saveLedger } from '../stored/slot-book'
import type { LiveSession } from './live-session'
import type { RunningContext } from './running-context'

/** Opens a slot with what is missing of a session that was aborted or excluded. */
export function giveSlotBack(context: RunningContext, session: LiveSession, reason: string): void {
  change(context, session, (ledger, number) => {
    const kept = session.record.excludedAt === null ? answeredItems(session) : []
    return returnSlot(ledger, number, { kept, reason }).ledger
  })
}

/**
 * Makes a session's slot its own again, before it goes on or counts again.
 * @throws StudioError `plan/bad-slot` if another person has taken over its items
 */
export function takeSlotAgain(context: RunningContext, session: LiveSession): void {
  change(context, session, retakeSlot)
}

/**
 * The answers of an aborted session may count again only while nobody gives them in its place.
 * @throws StudioError `plan/bad-slot`
 */
export function checkAnswersMissing(context: RunningContext, session: LiveSession): void {
  change(context, session, (ledger, number) => {
    checkNotGivenOn(ledger, number, answeredItems(session))
    return ledger
  })
}

function change(
  { study, plans }: RunningContext,
  { stored: { planId }, slot }: LiveSession,
  to: (ledger: SlotLedger, number: number) => SlotLedger,
): void {
  const stored = plans.load(planId)
  const ledger = to(readLedger(study, stored), slot.record.position)
  if (saveLedger(study, stored, ledger)) plans.forget(planId)
}

function answeredItems({ stored: { plan }, slot: { slot }, status }: LiveSession): readonly string[] {
  return answeredPositions(status.answered).map((position) => itemId(plan, slot.trials[position]!))
}

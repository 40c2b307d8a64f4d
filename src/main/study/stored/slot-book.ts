import { itemId } from '../../../shared/plan'
import type { PlanSlot } from '../../../shared/records/plan-records'
import type { Session } from '../../../shared/records/session-records'
import type { SlotEntry } from '../../../shared/slot-ledger'
import type { StudyStore } from '../../store/study-store'
import type { SlotLedger } from '../plan/slot-ledger'
import type { StoredPlan } from './load-plan'
import { planTrials } from './store-plan'

/** Which person has or had which slot of a stored plan; entries have the numbers of the stored slots. */
export function readLedger(study: StudyStore, { planId, plan, slots }: StoredPlan): SlotLedger {
  const sessionOf = new Map(study.sessions.inPlan(planId).map((session) => [session.planSlotId, session]))
  const numberOf = new Map(slots.map(({ record }, number) => [record.id, number]))
  const entries = slots.map(({ record, slot }, number): SlotEntry => {
    const session = sessionOf.get(record.id)
    return {
      ...slot,
      number,
      status: statusOf(record, session),
      rater: session === undefined ? null : study.raters.get(session.raterId).code,
      replaces: record.replacesId === null ? null : numberOf.get(record.replacesId)!,
      reason: session?.exclusionReason ?? session?.stateReason ?? null,
    }
  })
  return { plan, entries }
}

function statusOf({ withdrawnAt }: PlanSlot, session: Session | undefined): SlotEntry['status'] {
  if (session === undefined) return withdrawnAt === null ? 'open' : 'withdrawn'
  return session.state === 'aborted' || session.excludedAt !== null ? 'returned' : 'taken'
}

/**
 * Stores which slots were opened and withdrawn since the plan was read; who has a slot is in the sessions.
 * @returns whether anything changed, so that the plan must be read again
 */
export function saveLedger(study: StudyStore, stored: StoredPlan, { plan, entries }: SlotLedger): boolean {
  const withdrawn = entries.filter(
    ({ number, status }) => status === 'withdrawn' && stored.slots[number]!.record.withdrawnAt === null,
  )
  for (const { number } of withdrawn) study.plans.withdrawSlot(stored.slots[number]!.record.id)
  const added = entries.slice(stored.slots.length)
  for (const entry of added) {
    const trials = planTrials(entry, {
      plan,
      modelIds: stored.modelIds,
      type: stored.content.task.kind,
      stimulusId: (trial) => stored.stimulusIds.get(itemId(plan, trial))!,
    })
    study.plans.addReplacement(stored.slots[entry.replaces!]!.record, trials)
  }
  return withdrawn.length + added.length > 0
}

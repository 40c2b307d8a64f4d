import { StudioError } from '../../../shared/errors'
import { itemId, type Plan, type PlanSlot } from '../../../shared/plan'
import type { SlotEntry } from '../../../shared/slot-ledger'
import { seededRandom } from '../../../shared/seeded-random'
import { placeChecks } from './place-checks'

/** A plan with who has which of its slots. A value: changes make a new one. */
export interface SlotLedger {
  readonly plan: Plan
  /** By number. */
  readonly entries: readonly SlotEntry[]
}

/** A ledger in which every slot of a plan is open. */
export function openLedger(plan: Plan): SlotLedger {
  return { plan, entries: plan.slots.map((slot, number) => openEntry(slot, number, null)) }
}

const openEntry = (slot: PlanSlot, number: number, replaces: number | null): SlotEntry => ({
  ...slot,
  number,
  status: 'open',
  rater: null,
  replaces,
  reason: null,
})

/**
 * Gives a rater the first open slot in which nothing repeats for this person: no item of an earlier slot, and unless
 * the plan allows it no image either.
 * @param rater the participant's code
 * @throws StudioError `plan/no-free-slot`
 */
export function assignSlot(
  ledger: SlotLedger,
  rater: string,
): { readonly ledger: SlotLedger; readonly entry: SlotEntry } {
  const open = ledger.entries.filter(({ status }) => status === 'open')
  const key = seenBy(ledger.plan)
  const seen = new Set(ledger.entries.filter((entry) => entry.rater === rater).flatMap(key))
  const free = open.find((entry) => !key(entry).some((item) => seen.has(item)))
  if (free === undefined) {
    throw new StudioError(
      'plan/no-free-slot',
      open.length === 0
        ? `All ${ledger.entries.length} slots of the plan are taken. Return one that will not be finished, or make a ` +
            'plan for more raters.'
        : `${rater} has rated images of each of the ${open.length} open slots before. Ask another person.`,
    )
  }
  const entry: SlotEntry = { ...free, status: 'taken', rater }
  return { ledger: withEntries(ledger, [entry]), entry }
}

/** What a person must not meet twice: names of items, or of images. */
const seenBy =
  (plan: Plan) =>
  ({ trials }: SlotEntry): readonly string[] =>
    trials.map((trial) =>
      plan.imageRepeats === 'allow' ? itemId(plan, trial) : plan.images[trial.image]!.id,
    )

/**
 * Takes a slot back when a person drops out or is excluded, and opens another with the items that are then missing, in
 * the same order and with the same sides.
 * @param kept ids of the items whose answers stay; none when the person is excluded
 * @returns the new slot too; null where no item is missing
 * @throws StudioError `plan/bad-slot` if nobody has the slot, or an item is not in it
 */
export function returnSlot(
  ledger: SlotLedger,
  number: number,
  { kept, reason }: { readonly kept: readonly string[]; readonly reason: string },
): { readonly ledger: SlotLedger; readonly replacement: SlotEntry | null } {
  const entry = takenEntry(ledger, number)
  const { plan, entries } = ledger
  const items = new Set(entry.trials.map((trial) => itemId(plan, trial)))
  const foreign = kept.find((item) => !items.has(item))
  if (foreign !== undefined) {
    throw new StudioError(
      'plan/bad-slot',
      `"${foreign}" is not an item of slot ${number}. Name items of this slot.`,
    )
  }
  const answered = new Set(kept)
  const trials = entry.trials.filter((trial) => !answered.has(itemId(plan, trial)))
  const returned: SlotEntry = { ...entry, status: 'returned', reason }
  if (trials.length === 0) return { ledger: withEntries(ledger, [returned]), replacement: null }
  const random = seededRandom(plan.seed, 'replacement', entries.length)
  const checksAfter = placeChecks(trials.length, plan.checkEvery, random)
  const replacement = openEntry({ trials, checksAfter }, entries.length, number)
  return { ledger: withEntries(ledger, [returned, replacement]), replacement }
}

function takenEntry({ entries }: SlotLedger, number: number): SlotEntry {
  const entry = entries[number]
  if (entry?.status === 'taken') return entry
  throw new StudioError(
    'plan/bad-slot',
    entry === undefined
      ? `There is no slot ${number}; slots are numbered 0 to ${entries.length - 1}.`
      : `Slot ${number} is ${entry.status}; only a slot that a rater has can be returned.`,
  )
}

const withEntries = ({ plan, entries }: SlotLedger, changed: readonly SlotEntry[]): SlotLedger => {
  const next = [...entries]
  for (const entry of changed) next[entry.number] = entry
  return { plan, entries: next }
}

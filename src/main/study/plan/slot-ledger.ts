import { isDeepStrictEqual } from 'node:util'
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
        ? `${allSlots(ledger.entries.length)} taken. Return one that will not be finished, or make a ` +
            'plan for more raters.'
        : `${rater} has rated images of ${open.length === 1 ? 'the only open slot' : `each of the ${open.length} open slots`} before. Ask another person.`,
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
 * the same order and with the same sides. Of a slot that came back already it says anew which answers stay, as when
 * one arrives late.
 * @param kept ids of the items whose answers stay; none when the person is excluded
 * @returns the open slot with what is missing too; null where nothing is
 * @throws StudioError `plan/bad-slot` if nobody has or had the slot, or an item is not in it
 */
export function returnSlot(
  ledger: SlotLedger,
  number: number,
  { kept, reason }: { readonly kept: readonly string[]; readonly reason: string },
): { readonly ledger: SlotLedger; readonly replacement: SlotEntry | null } {
  const entry = assignedEntry(ledger, number)
  const { plan } = ledger
  const items = new Set(entry.trials.map((trial) => itemId(plan, trial)))
  const foreign = kept.find((item) => !items.has(item))
  if (foreign !== undefined) {
    throw new StudioError(
      'plan/bad-slot',
      `"${foreign}" is not an item of slot ${number}. Name items of this slot.`,
    )
  }
  return followUp(ledger, { ...entry, status: 'returned', reason }, new Set(kept))
}

/**
 * Gives a returned slot to its rater again, and withdraws what was opened in its place.
 * @throws StudioError `plan/bad-slot` if somebody has taken that already
 */
export function retakeSlot(ledger: SlotLedger, number: number): SlotLedger {
  const entry = assignedEntry(ledger, number)
  const items = entry.trials.map((trial) => itemId(ledger.plan, trial))
  checkNotGivenOn(ledger, number, items)
  return followUp(ledger, { ...entry, status: 'taken', reason: null }, new Set(items)).ledger
}

/**
 * Items of a slot may count for its rater only while nobody has taken them over.
 * @throws StudioError `plan/bad-slot`
 */
export function checkNotGivenOn(ledger: SlotLedger, number: number, items: readonly string[]): void {
  const given = givenOn(ledger, number)
  const count = items.filter((item) => given.has(item)).length
  if (count === 0) return
  throw new StudioError(
    'plan/bad-slot',
    `${count} of the items of this place in the plan were given to another person meanwhile, who has begun with them. ` +
      'Start a new session instead.',
  )
}

/** Items of a slot that people have taken over. */
function givenOn({ plan, entries }: SlotLedger, number: number): ReadonlySet<string> {
  const taken = entries.filter(({ replaces, rater }) => replaces === number && rater !== null)
  return new Set(taken.flatMap(({ trials }) => trials.map((trial) => itemId(plan, trial))))
}

/** Sees to it that what is missing of a slot, and nothing else, is open. */
function followUp(
  ledger: SlotLedger,
  entry: SlotEntry,
  kept: ReadonlySet<string>,
): { readonly ledger: SlotLedger; readonly replacement: SlotEntry | null } {
  const { plan, entries } = ledger
  const given = givenOn(ledger, entry.number)
  const trials = entry.trials.filter((trial) => {
    const item = itemId(plan, trial)
    return !kept.has(item) && !given.has(item)
  })
  const open = entries.filter(({ replaces, status }) => replaces === entry.number && status === 'open')
  const fitting = open.find((other) => isDeepStrictEqual(other.trials, trials))
  const withdrawn = open
    .filter((other) => other !== fitting)
    .map((other): SlotEntry => ({ ...other, status: 'withdrawn' }))
  if (fitting !== undefined || trials.length === 0) {
    return { ledger: withEntries(ledger, [entry, ...withdrawn]), replacement: fitting ?? null }
  }
  const random = seededRandom(plan.seed, 'replacement', entries.length)
  const checksAfter = placeChecks(trials.length, plan.checkEvery, random)
  const replacement = openEntry({ trials, checksAfter }, entries.length, entry.number)
  return { ledger: withEntries(ledger, [entry, ...withdrawn, replacement]), replacement }
}

function assignedEntry({ entries }: SlotLedger, number: number): SlotEntry {
  const entry = entries[number]
  if (entry !== undefined && entry.rater !== null) return entry
  throw new StudioError(
    'plan/bad-slot',
    entry === undefined
      ? `There is no slot ${number}; slots are numbered 0 to ${entries.length - 1}.`
      : `Slot ${number} is ${entry.status}; only a slot that a rater has or had can be returned.`,
  )
}

const withEntries = ({ plan, entries }: SlotLedger, changed: readonly SlotEntry[]): SlotLedger => {
  const next = [...entries]
  for (const entry of changed) next[entry.number] = entry
  return { plan, entries: next }
}

const allSlots = (count: number): string =>
  count === 1 ? 'The only slot of the plan is' : `All ${count} slots of the plan are`

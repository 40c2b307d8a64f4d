import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makePlan } from '../../../../src/main/study/plan/make-plan'
import { assignSlot, openLedger, returnSlot } from '../../../../src/main/study/plan/slot-ledger'
import { itemId, type Plan } from '../../../../src/shared/plan'
import { slotEntrySchema } from '../../../../src/shared/slot-ledger'
import { planRequest, possibleRequests } from './plan-cases'

const smallPlan = (): Plan =>
  makePlan(
    planRequest(
      { classes: 2, imagesPerClass: 4, conditions: 2, isPaired: false },
      { ratingsPerItem: 2, raters: 4, checkEvery: 3 },
    ),
  )

const itemsOf = (plan: Plan, trials: Plan['slots'][number]['trials']): string[] =>
  trials.map((trial) => itemId(plan, trial))

describe('assignSlot', () => {
  test('hands out every slot once, then says that all are taken', () => {
    let ledger = openLedger(smallPlan())
    for (const rater of ['A', 'B', 'C', 'D']) ({ ledger } = assignSlot(ledger, rater))
    expect(ledger.entries.map(({ rater }) => rater)).toEqual(['A', 'B', 'C', 'D'])
    expect(() => assignSlot(ledger, 'E')).toThrow('All 4 slots of the plan are taken')
  })

  test('gives nobody a second slot with an image of the first', () => {
    // 8 images × 2 models × 2 ratings = 32 = 4 raters × 8: every slot holds every image.
    const { ledger } = assignSlot(openLedger(smallPlan()), 'A')
    expect(() => assignSlot(ledger, 'A')).toThrow('A has rated images of each of the 3 open slots before')
  })

  test('gives a second slot with the same image but no item of the first, where images may repeat', () => {
    // One image × 2 models × 2 ratings = 4 raters × 1 item.
    const plan = makePlan(
      planRequest(
        { classes: 1, imagesPerClass: 1, conditions: 2, isPaired: false },
        { ratingsPerItem: 2, raters: 4, imageRepeats: 'allow' },
      ),
    )
    const first = assignSlot(openLedger(plan), 'A')
    const second = assignSlot(first.ledger, 'A')
    expect(itemsOf(plan, second.entry.trials)).not.toEqual(itemsOf(plan, first.entry.trials))
    expect(() => assignSlot(second.ledger, 'A')).toThrow('Ask another person')
  })
})

describe('returnSlot', () => {
  test('opens a slot with the missing items, in the same order and with the same sides', () => {
    const plan = smallPlan()
    const { ledger, entry } = assignSlot(openLedger(plan), 'A')
    const kept = itemsOf(plan, entry.trials.slice(0, 5))
    const { ledger: after, replacement } = returnSlot(ledger, entry.number, { kept, reason: 'ill' })
    expect(replacement?.trials).toEqual(entry.trials.slice(5))
    expect(replacement?.checksAfter).toHaveLength(1)
    expect(replacement).toMatchObject({ number: 4, status: 'open', replaces: 0, rater: null })
    expect(after.entries[0]).toMatchObject({ status: 'returned', rater: 'A', reason: 'ill' })
    expect(slotEntrySchema.parse(JSON.parse(JSON.stringify(replacement)))).toEqual(replacement)
    expect(ledger.entries[0]!.status).toBe('taken')
  })

  test('opens nothing when no item is missing', () => {
    const plan = smallPlan()
    const { ledger, entry } = assignSlot(openLedger(plan), 'A')
    const kept = itemsOf(plan, entry.trials)
    expect(returnSlot(ledger, 0, { kept, reason: 'left after the last item' }).replacement).toBeNull()
  })

  test('refuses open slots, unknown slots and foreign items', () => {
    const { ledger } = assignSlot(openLedger(smallPlan()), 'A')
    expect(() => returnSlot(ledger, 1, { kept: [], reason: '' })).toThrow('Slot 1 is open')
    expect(() => returnSlot(ledger, 9, { kept: [], reason: '' })).toThrow('slots are numbered 0 to 3')
    expect(() => returnSlot(ledger, 0, { kept: ['x'], reason: '' })).toThrow('"x" is not an item of slot 0')
  })
})

test('however people come and go, every item ends with k answers by k people', () => {
  const visits = fc.array(
    fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), isExcluded: fc.boolean() }),
    {
      maxLength: 15,
    },
  )
  fc.assert(
    fc.property(possibleRequests, visits, (request, dropOuts) => {
      let ledger = openLedger(makePlan(request))
      const answers = new Map<string, string[]>()
      const keep = (rater: string, items: readonly string[]): void =>
        items.forEach((item) => answers.set(item, [...(answers.get(item) ?? []), rater]))
      for (let visit = 0; ledger.entries.some(({ status }) => status === 'open'); visit++) {
        const rater = `R${visit}`
        const assigned = assignSlot(ledger, rater)
        ledger = assigned.ledger
        const items = itemsOf(ledger.plan, assigned.entry.trials)
        const dropOut = dropOuts[visit]
        const kept = dropOut === undefined ? items : items.slice(0, Math.floor(items.length * dropOut.share))
        const isKept = dropOut?.isExcluded !== true
        if (isKept) keep(rater, kept)
        if (dropOut !== undefined) {
          ;({ ledger } = returnSlot(ledger, assigned.entry.number, {
            kept: isKept ? kept : [],
            reason: 'left',
          }))
        }
      }
      expect(answers.size).toBe(request.images.length * request.conditions.length)
      for (const raters of answers.values()) {
        expect(raters).toHaveLength(request.ratingsPerItem)
        expect(new Set(raters).size).toBe(request.ratingsPerItem)
      }
    }),
    { numRuns: 60 },
  )
})

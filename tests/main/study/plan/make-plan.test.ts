import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makePlan } from '../../../../src/main/study/plan/make-plan'
import { planRequestOf, type PlanRequest } from '../../../../src/main/study/plan/plan-request'
import { provePlan } from '../../../../src/main/study/plan/prove-plan'
import { StudioError } from '../../../../src/shared/errors'
import { planSchema, type Plan, type PlannedTrial } from '../../../../src/shared/plan'
import { presetProtocol } from '../../../../src/shared/protocol-presets'
import { planRequest, possibleRequests } from './plan-cases'

/** How often each key occurs, counted the slow way. */
function occurrences(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** The largest difference between the counts of any two of the values, those that never occur included. */
function unevenness<T>(values: readonly T[], among: readonly T[]): number {
  const counts = among.map((value) => values.filter((other) => other === value).length)
  return Math.max(...counts) - Math.min(...counts)
}

interface Rating extends PlannedTrial {
  readonly rater: number
  readonly classId: string
}

const ratingsOf = ({ slots, images }: Plan): Rating[] =>
  slots.flatMap(({ trials }, rater) =>
    trials.map((trial) => ({ ...trial, rater, classId: images[trial.image]!.classId })),
  )

const groups = (ratings: readonly Rating[], key: (rating: Rating) => string): readonly Rating[][] => [
  ...Map.groupBy(ratings, key).values(),
]

describe('makePlan', () => {
  test('gives every item k different raters, and every rater the same number of items, give or take one', () => {
    fc.assert(
      fc.property(possibleRequests, (request) => {
        const plan = makePlan(request)
        const ratings = ratingsOf(plan)
        const items = groups(ratings, ({ image, condition }) => `${image} ${condition}`)
        expect(items).toHaveLength(request.images.length * request.conditions.length)
        for (const item of items) {
          expect(item).toHaveLength(request.ratingsPerItem)
          expect(new Set(item.map(({ rater }) => rater)).size).toBe(request.ratingsPerItem)
        }
        const raters = plan.slots.map((_, rater) => rater)
        expect(
          unevenness(
            ratings.map(({ rater }) => rater),
            raters,
          ),
        ).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('shows a rater no image again unless the ratings of an image outnumber the raters', () => {
    fc.assert(
      fc.property(possibleRequests, (request) => {
        fc.pre(request.imageRepeats === 'avoid')
        const { slots } = makePlan(request)
        const perImage = request.conditions.length * request.ratingsPerItem
        for (const { trials } of slots) {
          const most = Math.max(...occurrences(trials.map(({ image }) => `${image}`)).values())
          expect(most).toBeLessThanOrEqual(Math.ceil(perImage / slots.length))
        }
      }),
    )
  })

  test('balances conditions and classes in every rater to within one', () => {
    fc.assert(
      fc.property(possibleRequests, (request) => {
        const plan = makePlan(request)
        const conditions = request.conditions.map((_, index) => index)
        const classIds = [...new Set(request.images.map(({ classId }) => classId))]
        for (const ratings of groups(ratingsOf(plan), ({ rater }) => `${rater}`)) {
          expect(
            unevenness(
              ratings.map(({ condition }) => condition),
              conditions,
            ),
          ).toBeLessThanOrEqual(1)
          expect(
            unevenness(
              ratings.map(({ classId }) => classId),
              classIds,
            ),
          ).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  test('balances the thirds of the session by rater, condition, item and condition in a rater', () => {
    fc.assert(
      fc.property(possibleRequests, (request) => {
        const ratings = ratingsOf(makePlan(request))
        const keys: ((rating: Rating) => string)[] = [
          ({ rater }) => `${rater}`,
          ({ condition }) => `${condition}`,
          ({ rater, condition }) => `${rater} ${condition}`,
          ({ image, condition }) => `${image} ${condition}`,
        ]
        for (const group of keys.flatMap((key) => groups(ratings, key))) {
          expect(
            unevenness(
              group.map(({ part }) => part),
              [0, 1, 2],
            ),
          ).toBeLessThanOrEqual(1)
        }
        for (const trials of groups(ratings, ({ rater }) => `${rater}`)) {
          const parts = trials.map(({ part }) => part)
          expect(parts).toEqual(parts.toSorted())
        }
      }),
    )
  })

  test('balances the sides by pair, item, rater, and pair in a rater; single models have none', () => {
    fc.assert(
      fc.property(possibleRequests, (request) => {
        const ratings = ratingsOf(makePlan(request))
        if (request.conditions[0]!.models.length === 1) {
          expect(ratings.some(({ isFlipped }) => isFlipped)).toBe(false)
          return
        }
        const keys: ((rating: Rating) => string)[] = [
          () => 'all',
          ({ condition }) => `${condition}`,
          ({ rater }) => `${rater}`,
          ({ rater, condition }) => `${rater} ${condition}`,
          ({ image, condition }) => `${image} ${condition}`,
        ]
        for (const group of keys.flatMap((key) => groups(ratings, key))) {
          expect(
            unevenness(
              group.map(({ isFlipped }) => isFlipped),
              [true, false],
            ),
          ).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  test('gives the odd one to either side, and puts no condition or position first in every plan', () => {
    const request = planRequest(
      { classes: 1, imagesPerClass: 1, conditions: 2, isPaired: true },
      { ratingsPerItem: 1, raters: 1 },
    )
    const trials = Array.from({ length: 60 }, (_, seed) => makePlan({ ...request, seed }).slots[0]!.trials)
    const lastIs = (first: (trial: PlannedTrial) => unknown) => new Set(trials.map(([one]) => first(one!)))
    expect(lastIs(({ condition }) => condition)).toEqual(new Set([0, 1]))
    expect(lastIs(({ isFlipped }) => isFlipped)).toEqual(new Set([false, true]))
    const alone = { ...request, conditions: request.conditions.slice(0, 1) }
    const sides = Array.from({ length: 60 }, (_, seed) => makePlan({ ...alone, seed }).slots[0]!.trials[0]!)
    expect(new Set(sides.map(({ isFlipped }) => isFlipped))).toEqual(new Set([false, true]))
    expect(new Set(sides.map(({ part }) => part))).toEqual(new Set([0, 1, 2]))
  })

  test('places one check in every stretch of items, never first, with two items between', () => {
    fc.assert(
      fc.property(possibleRequests, (request) => {
        for (const { trials, checksAfter } of makePlan(request).slots) {
          const every = request.checkEvery
          expect(checksAfter).toHaveLength(every === null ? 0 : Math.floor(trials.length / every))
          checksAfter.forEach((after, index) => {
            expect(after).toBeGreaterThanOrEqual(index === 0 ? 1 : checksAfter[index - 1]! + 2)
            expect(after).toBeLessThan(trials.length)
          })
        }
      }),
    )
  })

  test('proves itself, survives JSON, and is the same for the same seed only', () => {
    fc.assert(
      fc.property(possibleRequests, (request) => {
        const plan = makePlan(request)
        const failed = provePlan(plan).claims.filter(({ holds }) => !holds)
        expect(failed).toEqual([])
        expect(planSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
        expect(makePlan(request)).toEqual(plan)
      }),
      { numRuns: 50 },
    )
    const request = planRequest(
      { classes: 3, imagesPerClass: 4, conditions: 2, isPaired: true },
      { ratingsPerItem: 3, raters: 6 },
    )
    expect(makePlan({ ...request, seed: 2 }).slots).not.toEqual(makePlan(request).slots)
  })

  test('makes the published experiment 2: 7,500 ratings by 116 raters with 64 or 65 items each', () => {
    const content = presetProtocol('experiment-2')
    const images = content.classes.flatMap(({ id }) =>
      Array.from({ length: 50 }, (_, index) => ({ id: `${id}-${index}`, classId: id })),
    )
    const plan = makePlan(planRequestOf(content, images, { raters: 116, seed: 3 }))
    const proof = provePlan(plan)
    expect([proof.ratings, proof.items, proof.raters, proof.holds]).toEqual([7500, 1500, 116, true])
    // 2,500 ratings of a model in three thirds.
    const thirds = proof.tables[0]!.counts.map((counts) => counts.toSorted())
    expect(thirds).toEqual(Array.from({ length: 3 }, () => [833, 833, 834]))
    expect(proof.claims.find(({ counted }) => counted === 'items of a rater')?.range).toEqual([64, 65])
    expect(proof.claims.find(({ counted }) => counted.startsWith('longest run'))?.range).toEqual([1, 1])
  })

  test('draws the sides where the protocol says so', () => {
    const request = planRequest(
      { classes: 5, imagesPerClass: 20, conditions: 2, isPaired: true },
      { ratingsPerItem: 4, raters: 20, sides: 'random' },
    )
    const ratings = ratingsOf(makePlan(request))
    const flipped = ratings.filter(({ isFlipped }) => isFlipped).length
    // 800 fair draws: 400 ± 14 (one standard deviation); five of them leave nothing to chance.
    expect(Math.abs(flipped - 400)).toBeLessThan(71)
  })
})

describe('the order of a rater who sees images again', () => {
  const counted = (request: PlanRequest, what: string) =>
    provePlan(makePlan(request)).claims.find(({ counted }) => counted.startsWith(what))!.range

  // By chance alone some 21 of a rater's 200 returns come sooner, and 31 items are the third of their model in a row.
  test.each([1, 2, 3, 4, 5])('keeps the image from itself and a model from a third turn, seed %i', (seed) => {
    // 5 raters who all see each of 100 images by 3 models.
    const everyone = planRequest(
      { classes: 10, imagesPerClass: 10, conditions: 3, isPaired: false },
      { ratingsPerItem: 5, raters: 5, seed },
    )
    expect(counted(everyone, 'items from an image')[0]).toBeGreaterThanOrEqual(12)
    expect(counted(everyone, 'longest run of one condition')[1]).toBe(2)
    expect(counted(everyone, 'longest run of one class')[1]).toBe(1)
  })

  test('keeps the classes apart first where it cannot do all', () => {
    const crowded = planRequest(
      { classes: 4, imagesPerClass: 6, conditions: 4, isPaired: false },
      { ratingsPerItem: 5, raters: 5 },
    )
    expect(counted(crowded, 'longest run of one class')[1]).toBe(1)
    expect(counted(crowded, 'items from an image')[0]).toBeGreaterThanOrEqual(2)
  })
})

describe('what a protocol asks of its plan', () => {
  const images = [{ id: 'a', classId: 'dog' }]
  const sidesOf = (content: Parameters<typeof planRequestOf>[0]) =>
    planRequestOf(content, images, { raters: 1, seed: 1 }).sides

  test('has the sides of its pairs; single maps have none to draw', () => {
    const pairs = presetProtocol('experiment-1-heat-maps')
    const { task } = pairs
    if (task.kind !== 'pair') throw new Error('Experiment 1 shows pairs.')
    expect(sidesOf({ ...pairs, task: { ...task, sides: 'random' } })).toBe('random')
    expect(sidesOf({ ...pairs, task: { ...task, sides: 'balanced' } })).toBe('balanced')
    expect(sidesOf(presetProtocol('experiment-2'))).toBe('balanced')
  })
})

describe('what cannot be planned', () => {
  const shape = { classes: 10, imagesPerClass: 50, conditions: 3, isPaired: false }
  const refusal = (rest: Parameters<typeof planRequest>[1]): StudioError => {
    try {
      makePlan(planRequest(shape, rest))
    } catch (error) {
      if (error instanceof StudioError) return error
    }
    throw new Error('The plan was made.')
  }

  test('names the sums that differ and the nearest that fit: 7,500 = 125 × 60 = 100 × 75', () => {
    const error = refusal({ ratingsPerItem: 5, raters: 116, itemsPerRater: 64 })
    expect(error.code).toBe('plan/impossible')
    expect(error.message).toBe(
      '1,500 items × 5 ratings are 7,500 ratings, but 116 raters × 64 items are 7,424. Nearest: ' +
        '100 raters × 75 items, 5 ratings an item; 125 raters × 60 items, 5 ratings an item; ' +
        '116 raters × 64 or 65 items, 5 ratings an item.',
    )
  })

  test('says when there are fewer raters than ratings of an item', () => {
    expect(refusal({ ratingsPerItem: 5, raters: 4 }).message).toContain(
      'Each item needs 5 different raters, but there are 4.',
    )
  })

  test('says when images may never repeat but must', () => {
    const { message } = refusal({ ratingsPerItem: 5, raters: 12, imageRepeats: 'never' })
    expect(message).toContain('Each image is rated 15 times (3 conditions × 5 ratings) by different raters')
    expect(message).toContain('15 raters × 500 items')
  })

  test('refuses an image that stands there twice', () => {
    const request = planRequest(shape, { ratingsPerItem: 1, raters: 10 })
    expect(() => makePlan({ ...request, images: [...request.images, request.images[0]!] })).toThrow(
      '1 image stands twice',
    )
  })
})

import { describe, expect, test } from 'vitest'
import { makePlan } from '../../../../src/main/study/plan/make-plan'
import { provePlan } from '../../../../src/main/study/plan/prove-plan'
import type { Plan, PlannedTrial } from '../../../../src/shared/plan'
import { planProofText } from '../../../../src/shared/plan-proof'
import { planRequest } from './plan-cases'

const trial = (image: number, part: number, isFlipped = false): PlannedTrial => ({
  image,
  condition: 0,
  isFlipped,
  part,
})

/** Two images, one pair, two raters: small enough to count by hand. */
const tiny: Plan = {
  format: 1,
  seed: 0,
  ratingsPerItem: 2,
  imageRepeats: 'avoid',
  sides: 'balanced',
  checkEvery: null,
  images: [
    { id: 'a', classId: 'dog' },
    { id: 'b', classId: 'fish' },
  ],
  conditions: [{ name: 'm1:m2', models: ['m1', 'm2'] }],
  slots: [
    { trials: [trial(0, 0), trial(1, 1, true)], checksAfter: [] },
    { trials: [trial(1, 0), trial(0, 2, true)], checksAfter: [] },
  ],
}

const failed = (plan: Plan): readonly string[] =>
  provePlan(plan)
    .claims.filter(({ holds }) => !holds)
    .map(({ counted }) => counted)

describe('provePlan', () => {
  test('counts a plan that one can count by hand', () => {
    const proof = provePlan(tiny)
    expect([proof.raters, proof.ratings, proof.items, proof.holds]).toEqual([2, 4, 2, true])
    expect(proof.tables.map(({ counts }) => counts)).toEqual([[[2, 1, 1]], [[2, 2]], [[2], [2]]])
  })

  test('says which promise a changed plan breaks', () => {
    const [first, second] = tiny.slots as [Plan['slots'][number], Plan['slots'][number]]
    const twice = { ...second, trials: [trial(0, 0), trial(0, 2, true)] }
    expect(failed({ ...tiny, slots: [first, twice] })).toEqual([
      'ratings of an item',
      'times that a rater has an item',
      'times that a rater sees an image, at most',
      'difference between the thirds of an item', // image a comes first, first and last
    ])
    const oneSided = { ...second, trials: [trial(1, 0), trial(0, 2)] }
    expect(failed({ ...tiny, slots: [{ ...first, trials: [trial(0, 0), trial(1, 1)] }, oneSided] })).toEqual([
      'difference between the sides of a pair',
      'difference between the sides of an item',
      'difference between the sides of a rater',
      'difference between the sides of a pair in a rater',
    ])
    const backwards = { ...first, trials: first.trials.toReversed() }
    expect(failed({ ...tiny, slots: [backwards, second] })).toEqual(['raters whose thirds are out of order'])
    const early = { ...first, trials: [trial(0, 0), trial(1, 0, true)] }
    expect(
      failed({ ...tiny, slots: [early, { ...second, trials: [trial(1, 1), trial(0, 2, true)] }] }),
    ).toEqual([
      'difference between the thirds of a rater',
      'difference between the thirds of a condition in a rater',
    ])
  })

  test('finds missing and crowded attention checks', () => {
    const request = planRequest(
      { classes: 2, imagesPerClass: 5, conditions: 1, isPaired: false },
      { ratingsPerItem: 1, raters: 1, checkEvery: 5 },
    )
    const plan = makePlan(request)
    const withChecks = (checksAfter: number[]): Plan => ({
      ...plan,
      slots: [{ ...plan.slots[0]!, checksAfter }],
    })
    expect(failed(plan)).toEqual([])
    expect(failed(withChecks([3]))).toEqual(['attention checks above one in 5 items'])
    expect(failed(withChecks([4, 5]))).toEqual(['items between two attention checks'])
  })

  test('finds the longest run of a class', () => {
    const isRun = ({ counted }: { readonly counted: string }) =>
      counted === 'longest run of one class in a rater'
    const images = [0, 1, 2, 3].map((id) => ({ id: `${id}`, classId: id < 3 ? 'dog' : 'fish' }))
    const slots = [{ trials: [trial(3, 0), trial(0, 0), trial(1, 1), trial(2, 2)], checksAfter: [] }]
    expect(provePlan({ ...tiny, images, slots, ratingsPerItem: 1 }).claims.find(isRun)?.range).toEqual([3, 3])
  })

  test('prints itself', () => {
    const lines = planProofText(provePlan(tiny)).split('\n')
    expect(lines[0]).toBe('4 ratings of 2 items by 2 raters. Everything that was promised holds.')
    expect(lines).toContain('✓ ratings of an item: 2 (promised: 2)')
    expect(lines).toContain('· longest run of one class in a rater: 1')
    expect(lines.slice(-10)).toEqual([
      '  m1:m2      2       1     1',
      '',
      'Ratings by pair and model on the left',
      '         first  second',
      '  m1:m2      2       2',
      '',
      'Ratings by class and condition',
      '        m1:m2',
      '  dog       2',
      '  fish      2',
    ])
  })
})

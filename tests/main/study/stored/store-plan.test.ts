import { describe, expect, test } from 'vitest'
import { loadPlan } from '../../../../src/main/study/stored/load-plan'
import { ratedImages } from '../../../../src/main/study/stored/rated-images'
import { storePlan } from '../../../../src/main/study/stored/store-plan'
import { bindModels } from '../../../../src/main/study/stored/bind-models'
import { itemId, type Plan } from '../../../../src/shared/plan'
import { presetNames } from '../../../../src/shared/protocol-presets'
import { smallProtocol } from '../small-protocols'
import { studyWithPlan } from './stored-study'

/** What a plan says, by the names of its items. */
const inWords = (plan: Plan): unknown =>
  plan.slots.map(({ trials, checksAfter }) => ({
    checksAfter,
    trials: trials.map((trial) => ({
      item: itemId(plan, trial),
      isFlipped: trial.isFlipped,
      part: trial.part,
    })),
  }))

describe('storePlan', () => {
  test.each(presetNames)('stores %s so that the same plan is read back', (preset) => {
    const { store, plan, planId, modelIds } = studyWithPlan(smallProtocol(preset))
    const loaded = loadPlan(store, planId)
    expect(inWords(loaded.plan)).toEqual(inWords(plan))
    expect(loaded.modelIds).toEqual(modelIds)
    expect(loaded.plan.images.map(({ id }) => id).sort()).toEqual(plan.images.map(({ id }) => id).sort())
    expect(loaded.reserve).toHaveLength(4)
    for (const { slot, itemTrialIds, checkTrialIds } of loaded.slots) {
      expect(itemTrialIds).toHaveLength(slot.trials.length)
      expect(checkTrialIds).toHaveLength(slot.checksAfter.length)
    }
  })

  test('keeps the proof, and whose map is on the left', () => {
    const { store, planId, plan, modelIds } = studyWithPlan(smallProtocol('experiment-1-heat-maps'))
    expect(store.plans.get(planId).proof).toMatchObject({ holds: true, ratings: 48, items: 24 })
    const [slot] = store.plans.slots(planId)
    const lefts = store.plans.trials(slot!.id).flatMap(({ leftModelId }) => leftModelId ?? [])
    const planned = plan.slots[0]!.trials.map(({ condition, isFlipped }) => {
      const [first, second] = plan.conditions[condition]!.models
      return modelIds[isFlipped ? second! : first]
    })
    expect(lefts).toEqual(planned)
  })

  test('refuses a plan for whose items the set has no stimulus', () => {
    const { store, plan, protocolId, setId } = studyWithPlan(smallProtocol('experiment-2'))
    const [image, ...others] = plan.images
    const strange = { ...plan, images: [{ ...image!, id: 'elsewhere' }, ...others] }
    expect(() =>
      storePlan(store, { plan: strange, protocolId, stimulusSetId: setId, name: 'second' }),
    ).toThrow('no stimulus of the image elsewhere under')
    expect(store.plans.findByName('second')).toBeUndefined()
  })
})

describe('ratedImages', () => {
  const content = smallProtocol('experiment-2')
  const stimuli = (count: number) =>
    content.classes.flatMap(({ id }) =>
      Array.from({ length: count }, (_, number) => ({ imageId: `${id}-${number}`, className: id })),
    )

  test('draws so many of each class, whatever the order of the set, others for other seeds', () => {
    const images = ratedImages(stimuli(9), content, 1)
    expect(Map.groupBy(images, ({ classId }) => classId).get('dog')).toHaveLength(6)
    expect(ratedImages(stimuli(9).reverse(), content, 1)).toEqual(images)
    expect(ratedImages(stimuli(9), content, 2)).not.toEqual(images)
  })

  test('draws every image equally often', () => {
    const draws = Array.from({ length: 600 }, (_, seed) => ratedImages(stimuli(9), content, seed))
    const ofDogs = draws.flat().filter(({ classId }) => classId === 'dog')
    const counts = [...Map.groupBy(ofDogs, ({ id }) => id).values()].map(({ length }) => length)
    // 600 × 6/9 = 400 ± 11.5 each; five standard deviations.
    expect(counts).toHaveLength(9)
    for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(58)
  })

  test('says how many there are where there are too few', () => {
    expect(() => ratedImages(stimuli(7), content, 1)).toThrow(
      'wants 8 images of each class (6 to rate, 2 for practice and attention checks), but the set has fewer of some (fish: 7, dog: 7)',
    )
  })
})

describe('bindModels', () => {
  const content = smallProtocol('experiment-2')
  const models = [
    { id: 'a', name: 'cpr-1', targetCpr: 4 },
    { id: 'b', name: 'net', targetCpr: 2 },
    { id: 'c', name: 'net-32', targetCpr: 32 },
  ]

  test('takes the name first, then the only one of the CPR', () => {
    expect(bindModels(content, models)).toEqual({ 'cpr-1': 'a', 'cpr-2': 'b', 'cpr-32': 'c' })
  })

  test('refuses to choose among several, naming all', () => {
    expect(() => bindModels(content, [...models, { id: 'd', name: 'other', targetCpr: 2 }])).toThrow(
      '"cpr-2" (CPR 2) fits 2 models of the study: cpr-1 (CPR 4), net (CPR 2), net-32 (CPR 32), other (CPR 2)',
    )
  })
})

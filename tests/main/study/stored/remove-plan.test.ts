import { expect, test } from 'vitest'
import type { StudyStore } from '../../../../src/main/store/study-store'
import { makeStoredPlan } from '../../../../src/main/study/stored/prepare-experiment'
import { removePlan } from '../../../../src/main/study/stored/remove-plan'
import { jsonObjectSchema } from '../../../../src/shared/records/common'
import { answerOnce } from './answer-once'
import { mappedStudy, smallContent } from './mapped-study'

/** A study with a protocol and a plan from it. */
function plannedStudy() {
  const { store, jobId } = mappedStudy()
  const content = smallContent('experiment-2')
  const { id: protocolId } = store.protocols.add(content.name, jsonObjectSchema.parse(content))
  const make = (name: string) =>
    store.transaction(() => makeStoredPlan(store, { name, protocolId, mapsJobId: jobId, raters: 4, seed: 7 }))
  return { store, protocolId, make, ...make('Main') }
}

const held = (store: StudyStore) => [store.plans.list(), store.stimuli.sets(), store.audit.list()]

test('a plan goes with its slots and stimuli, is recorded, and can be made again', () => {
  const { store, protocolId, make, plan, stimulusSet } = plannedStudy()
  removePlan(store, { planId: plan.id, actor: 'studio' })
  expect(store.plans.list()).toEqual([])
  expect(store.plans.slots(plan.id)).toEqual([])
  expect(store.stimuli.sets()).toEqual([])
  expect(store.stimuli.ofSet(stimulusSet.id)).toEqual([])
  expect(store.protocols.get(protocolId).frozenAt).toBeNull()
  expect(store.audit.list(plan.id)).toMatchObject([
    { actor: 'studio', action: 'plan.removed', details: { name: 'Main', seed: 7, isSetRemoved: true } },
  ])
  expect(make('Main').proof).toEqual(plan.proof)
})

test('stimuli that another plan uses stay', () => {
  const { store, plan, stimulusSet } = plannedStudy()
  const { protocolId, seed, parameters, proof } = plan
  const slots = store.plans.slots(plan.id).map(({ id }) => store.plans.trials(id))
  const copies = slots.map((trials) =>
    trials.map(({ type, stimulusId, leftModelId, needsAnswer, parameters: each }) => ({
      type,
      stimulusId,
      leftModelId,
      needsAnswer,
      parameters: each,
    })),
  )
  const stimulusSetId = stimulusSet.id
  const other = store.plans.add({ protocolId, stimulusSetId, name: 'Other', seed, parameters, proof }, copies)
  removePlan(store, { planId: plan.id, actor: 'studio' })
  expect(store.plans.list()).toEqual([other])
  expect(store.stimuli.sets()).toEqual([stimulusSet])
  expect(store.audit.list(plan.id)).toMatchObject([{ details: { isSetRemoved: false } }])
  removePlan(store, { planId: other.id, actor: 'studio' })
  expect(store.stimuli.sets()).toEqual([])
})

test('a plan that a session uses stays, with everything of it', () => {
  const { store, protocolId, plan } = plannedStudy()
  answerOnce(store, { planId: plan.id, protocolId })
  const before = held(store)
  expect(() => removePlan(store, { planId: plan.id, actor: 'studio' })).toThrow(
    expect.objectContaining({
      code: 'store/refused',
      message: expect.stringContaining('"Main" cannot be removed, because 1 session uses it') as string,
    }),
  )
  expect(held(store)).toEqual(before)
  expect(store.plans.slots(plan.id)).toHaveLength(4)
})

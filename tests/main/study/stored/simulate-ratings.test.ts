import { describe, expect, test } from 'vitest'
import { krippendorffAlpha } from '../../../../src/main/analysis/alpha'
import { sessionStatus } from '../../../../src/main/study/session/session-state'
import { loadPlan } from '../../../../src/main/study/stored/load-plan'
import { simulateRatings } from '../../../../src/main/study/stored/simulate-ratings'
import { readSessionLog } from '../../../../src/main/study/stored/stored-rows'
import { presetNames } from '../../../../src/shared/protocol-presets'
import { smallProtocol } from '../small-protocols'
import { studyWithPlan } from './stored-study'

const startedAt = '2026-01-31T09:30:00.000Z'

function simulate(content: Parameters<typeof studyWithPlan>[0], panel: 'perfect' | 'random' | 'mixed') {
  const study = studyWithPlan(content)
  const result = simulateRatings(study.store, {
    planId: study.planId,
    name: 'trial run',
    panel,
    seed: 5,
    startedAt,
  })
  return { ...study, result }
}

describe('simulateRatings', () => {
  test.each(presetNames)(
    'fills every slot of %s with complete sessions that say they are simulated',
    (preset) => {
      const content = smallProtocol(preset)
      const { store, plan, planId, result } = simulate(content, 'mixed')
      const ratings = plan.slots.flatMap(({ trials }) => trials).length
      expect(result).toMatchObject({ raterCount: plan.slots.length, ratingCount: ratings })
      const sessions = store.sessions.list()
      expect(new Set(sessions.map(({ state }) => state))).toEqual(new Set(['complete']))
      expect(new Set(sessions.map(({ source }) => source))).toEqual(new Set(['simulated']))
      const { kind: task } = content.task
      const rows = [...store.ratings.forAnalysis({ task, source: 'simulated' })]
      expect(rows).toHaveLength(ratings)
      expect([...store.ratings.forAnalysis({ task, source: 'own' })]).toEqual([])
      const perItem = Map.groupBy(rows, ({ itemId }) => itemId)
      expect([...perItem.values()].every((of) => new Set(of.map(({ raterId }) => raterId)).size === 2)).toBe(
        true,
      )
      // The plan is still free for people.
      expect(store.plans.openSlots(planId)).toHaveLength(plan.slots.length)
    },
  )

  test('stores the model that was chosen, so that swapped sides do not matter', () => {
    const { store, modelIds } = simulate(smallProtocol('experiment-1-heat-maps'), 'perfect')
    const rows = [...store.ratings.forAnalysis({ task: 'pair', source: 'simulated' })]
    const lefts = new Set(rows.map(({ leftModelId }) => leftModelId))
    expect(lefts.size).toBe(3)
    for (const { answer, leftModelId, rightModelId } of rows) {
      expect([leftModelId, rightModelId, null]).toContain(answer)
      expect(Object.values(modelIds)).toContain(rightModelId)
    }
    const alpha = krippendorffAlpha(
      rows.map(({ raterId, itemId, answer }) => ({ rater: raterId, unit: itemId, value: answer ?? 'equal' })),
      { metric: 'nominal', seed: 1, replicates: 0 },
    )
    expect(alpha.alpha.estimate).toBe(1)
  })

  test('reads the log of a session back, which is complete', () => {
    const { store, planId } = simulate(smallProtocol('experiment-2'), 'perfect')
    const { content, slots } = loadPlan(store, planId)
    const [session] = store.sessions.list()
    const slot = slots.find(({ record }) => record.id === session!.planSlotId)!.slot
    const log = readSessionLog(store, session!.id)
    const checks = log.answers.filter(({ trialKey }) => trialKey.includes('.check.'))
    expect(checks.map(({ hasPassed }) => hasPassed)).toEqual([true, true])
    expect(sessionStatus({ timeline: content.timeline, slot }, log, 'now').state).toBe('complete')
  })

  test('does the same again with the same seed, and stores nothing under a name that is refused', () => {
    const { store, planId } = studyWithPlan(smallProtocol('experiment-2'))
    const run = (seed: number) => {
      const simulation = { planId, name: `seed ${seed}`, panel: 'mixed', seed, startedAt } as const
      const { batchId } = simulateRatings(store, simulation)
      return [...store.ratings.forAnalysis({ task: 'classify', source: 'simulated', batchId })].map(
        ({ itemId, answer, responseMs }) => ({ itemId, answer, responseMs }),
      )
    }
    const first = run(1)
    expect(run(1)).toEqual(first)
    expect(run(2)).not.toEqual(first)
    const before = store.ratings.counts()
    expect(() => simulateRatings(store, { planId, name: '', panel: 'mixed', seed: 1, startedAt })).toThrow(
      expect.objectContaining({ code: 'store/refused' }),
    )
    expect(store.ratings.counts()).toEqual(before)
  })
})

import { describe, expect, test } from 'vitest'
import { simulateRatings } from '../../../src/main/study/stored/simulate-ratings'
import type { ListedExperiments } from '../../../src/shared/analysis-blind'
import { defaultAnalysisOptions } from '../../../src/shared/analysis-design'
import { unwrap } from '../../../src/shared/errors'
import { defaultStudyImportOptions } from '../../../src/shared/study-import'
import { openTestHost } from '../../support/open-test-host'
import { newStudy } from '../store/study-fixture'
import { smallProtocol } from '../study/small-protocols'
import { studyWithPlan } from '../study/stored/stored-study'

describe('the blind', () => {
  async function begun() {
    const { store, planId } = studyWithPlan(smallProtocol('experiment-2'))
    const startedAt = '2026-01-31T09:30:00.000Z'
    simulateRatings(store, { planId, name: 'run', panel: 'mixed', seed: 1, startedAt })
    const host = await openTestHost({ study: store })
    const studio = await host.signedIn('studio')
    return { store, planId, host, studio }
  }

  test('is lifted once, with a reason that the audit keeps', async () => {
    const { store, planId, studio } = await begun()
    const reason = 'The ethics board asks for an interim look.'
    const lifted = unwrap(await studio.call('analysis.liftBlind', { planId, reason }))
    expect(lifted).toMatchObject({ state: 'lifted', collected: 0, lifted: { reason, collected: 0 } })
    expect(
      await studio.call('analysis.liftBlind', { planId, reason: 'Another reason, later.' }),
    ).toMatchObject({
      ok: true,
      value: { lifted: { reason } },
    })
    const events = store.audit.list(planId).filter(({ action }) => action === 'analysis.blind-lifted')
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ actor: 'studio', details: { reason } })
  })

  test('is not lifted without a reason, nor by a supervisor, who may not look at ratings at all', async () => {
    const { store, planId, host, studio } = await begun()
    expect(await studio.call('analysis.liftBlind', { planId, reason: 'because' })).toMatchObject({
      error: { code: 'api/bad-request' },
    })
    const supervisor = await host.signedIn('supervisor')
    const reason = 'I would like to know how it goes.'
    for (const [procedure, input] of [
      ['analysis.liftBlind', { planId, reason }],
      ['analysis.experiments', undefined],
    ] as const) {
      expect(await supervisor.call(procedure, input)).toMatchObject({ error: { code: 'api/forbidden' } })
    }
    expect(store.audit.list(planId)).toEqual([])
  })
})

describe('analysing over the contract', () => {
  test('imports a file, finds its experiment, and analyses it', async () => {
    const host = await openTestHost({ study: newStudy() })
    const studio = await host.signedIn('studio')
    const csv = [
      'rater,item,answer,class,model',
      'a,i1,dog,dog,cpr-1',
      'b,i1,dog,dog,cpr-1',
      'a,i2,cat,dog,cpr-2',
      'b,i2,dog,dog,cpr-2',
    ]
    const file = { name: 'small.csv', base64: Buffer.from(csv.join('\n')).toString('base64') }
    const mapping = {
      task: 'classify',
      rater: 'rater',
      item: 'item',
      answer: 'answer',
      className: 'class',
      model: 'model',
      timeUnit: 'ms',
      noChoice: [],
    }
    const request = { file, options: { ...defaultStudyImportOptions, mapping } }
    expect(await studio.call('ratings.preview', request)).toMatchObject({
      value: { newRatings: 4, problemCount: 0 },
    })
    expect(await studio.call('ratings.import', request)).toMatchObject({ value: { newRatings: 4 } })
    expect(await studio.call('ratings.import', request)).toMatchObject({
      value: { newRatings: 0, batchId: null },
    })
    const { experiments } = unwrap(await studio.call('analysis.experiments')) as ListedExperiments
    const [experiment] = experiments
    const options = { ...defaultAnalysisOptions, replicates: 20, sources: ['imported'] }
    const answer = await studio.call('analysis.run', {
      experiment: { kind: experiment!.kind, id: experiment!.id },
      options,
      stage: 'intervals',
    })
    expect(answer).toMatchObject({
      value: { kind: 'whole', analysis: { accuracy: { overall: { accuracy: { successes: 3, total: 4 } } } } },
    })
  })

  test('refuses a file that is too large for a page, and says where else it can go', async () => {
    const host = await openTestHost({
      study: newStudy(),
      limits: { studioCallBytes: 2000 },
    })
    const studio = await host.signedIn('studio')
    const file = { name: 'large.csv', base64: 'A'.repeat(4000) }
    expect(await studio.call('ratings.preview', { file, options: defaultStudyImportOptions })).toMatchObject({
      error: { code: 'api/too-large' },
    })
  })
})

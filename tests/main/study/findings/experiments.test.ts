import { describe, expect, test } from 'vitest'
import { blindState } from '../../../../src/main/study/findings/blind'
import { storePlan } from '../../../../src/main/study/stored/store-plan'
import { listedExperiments } from '../../../../src/main/jobs/findings/list-experiments'
import { findExperiment, listExperiments } from '../../../../src/main/study/findings/experiments'
import { changeByHand, damageByHand } from '../../../support/change-by-hand'
import { smallProtocol } from '../small-protocols'
import { answerOnce } from '../stored/answer-once'
import { studyWithPlan } from '../stored/stored-study'

describe('a protocol that this program cannot read', () => {
  const changed = (content: object) => {
    const { store, protocolId, planId } = studyWithPlan(smallProtocol('experiment-2'))
    answerOnce(store, { planId, protocolId })
    changeByHand(store.paths.database, protocolId, content)
    return { store, planId }
  }

  test('leaves the answers given under it readable, and the blind in force', () => {
    const { store, planId } = changed({ task: { kind: 'classify' }, taste: 'of another program' })
    expect(listExperiments(store)).toMatchObject([
      { id: planId, title: 'Experiment 2 (plan)', task: 'classify', ratings: { own: 1 } },
    ])
    expect(blindState(store, { kind: 'plan', id: planId })).toMatchObject({ state: 'blind', collected: 1 })
  })

  test.each(['{"taste":"of another program"}', '{"task":'])(
    'is named beside the others where not even its task is known: %s',
    (text) => {
      const { store, protocolId, planId, plan, setId } = studyWithPlan(smallProtocol('experiment-2'))
      answerOnce(store, { planId, protocolId })
      const copy = store.protocols.copy(protocolId)
      const request = { plan, protocolId: copy.id, stimulusSetId: setId, name: 'Other' }
      const other = store.transaction(() => storePlan(store, request))
      damageByHand(store.paths.database, protocolId, text)

      const listed = listedExperiments(store)
      expect(listed.experiments).toMatchObject([{ id: other.id, title: 'Experiment 2 (Other)' }])
      expect(listed.unreadable).toEqual([
        { id: planId, title: 'Experiment 2 (plan)', reason: expect.stringContaining('backup') as string },
      ])
    },
  )

  test('is never left out where all must be seen, and its effects stay hidden', () => {
    const { store, planId } = changed({ taste: 'of another program' })
    const refusal = expect.objectContaining({ code: 'protocol/invalid' }) as Error
    expect(() => listExperiments(store)).toThrow(refusal)
    expect(() => findExperiment(store, 'Experiment 2 (plan)')).toThrow(refusal)
    expect(() => blindState(store, { kind: 'plan', id: planId })).toThrow(refusal)
  })
})

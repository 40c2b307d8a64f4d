import { describe, expect, test } from 'vitest'
import { blindState } from '../../../../src/main/study/findings/blind'
import { listExperiments } from '../../../../src/main/study/findings/experiments'
import { changeByHand } from '../../../support/change-by-hand'
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

  test('is named where not even its task is known', () => {
    const { store, planId } = changed({ taste: 'of another program' })
    const refusal = expect.objectContaining({ code: 'protocol/invalid' }) as Error
    expect(() => listExperiments(store)).toThrow(refusal)
    expect(() => blindState(store, { kind: 'plan', id: planId })).toThrow(refusal)
  })
})

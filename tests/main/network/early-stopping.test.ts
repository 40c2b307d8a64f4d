import { describe, expect, it } from 'vitest'
import {
  earlyStoppingStart,
  type EarlyStoppingState,
  judgeEpoch,
  publishedEarlyStopping,
} from '../../../src/main/network/early-stopping'

function follow(accuracies: readonly number[]): { best: number | null; stoppedAt: number | null } {
  let state: EarlyStoppingState = earlyStoppingStart
  for (const [epoch, accuracy] of accuracies.entries()) {
    const decision = judgeEpoch(publishedEarlyStopping, state, { epoch, accuracy })
    state = decision.state
    if (decision.stop) return { best: state.bestEpoch, stoppedAt: epoch }
  }
  return { best: state.bestEpoch, stoppedAt: null }
}

describe('early stopping as published', () => {
  it('counts only more than 1.01 times the best as better', () => {
    // 0.5 · 1.01 = 0.505: equal is not more.
    expect(follow([0.5, 0.505]).best).toBe(0)
    expect(follow([0.5, 0.5051]).best).toBe(1)
  })

  it('compares with the best, not with the epoch before', () => {
    expect(follow([0.8, 0.3, 0.5, 0.7]).best).toBe(0)
  })

  it('stops after 10 epochs without a better one', () => {
    expect(follow([0.9, ...Array<number>(10).fill(0.9)])).toEqual({ best: 0, stoppedAt: 10 })
    expect(follow([0.9, ...Array<number>(9).fill(0.9)])).toEqual({ best: 0, stoppedAt: null })
  })

  it('starts counting anew after a better epoch', () => {
    const slow = [0.5, ...Array<number>(9).fill(0.5), 0.6, ...Array<number>(9).fill(0.6)]
    expect(follow(slow)).toEqual({ best: 10, stoppedAt: null })
  })

  it('has no best epoch while nothing was classified correctly', () => {
    expect(follow([0, 0])).toEqual({ best: null, stoppedAt: null })
  })
})

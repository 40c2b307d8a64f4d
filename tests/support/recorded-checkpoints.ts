import type { Checkpoints, TrainingState } from '../../src/main/network/checkpoints'
import { captureValues, type NamedValues, restoreValues } from '../../src/main/network/variable-values'

/** An epoch as it was kept. */
export interface RecordedEpoch {
  readonly state: TrainingState
  readonly weights: NamedValues
  readonly optimizer: NamedValues
}

/** Keeps every epoch in memory for a test to look at, and goes on after the last of `kept`. */
export function recordedCheckpoints(kept: readonly RecordedEpoch[] = []): {
  readonly checkpoints: Checkpoints
  readonly epochs: readonly RecordedEpoch[]
} {
  const epochs = [...kept]
  const checkpoints: Checkpoints = {
    resume({ weights, optimizer }) {
      const last = epochs.at(-1)
      if (!last) return Promise.resolve(null)
      restoreValues(weights, last.weights)
      restoreValues(optimizer, last.optimizer)
      return Promise.resolve(last.state)
    },
    async save(state, { weights, optimizer }) {
      epochs.push({
        state,
        weights: await captureValues(weights),
        optimizer: await captureValues(optimizer),
      })
    },
    restoreBest(weights) {
      const best = epochs.at(-1)?.state.stopping.bestEpoch
      if (best !== undefined && best !== null) restoreValues(weights, epochs[best]!.weights)
      return Promise.resolve()
    },
  }
  return { checkpoints, epochs }
}

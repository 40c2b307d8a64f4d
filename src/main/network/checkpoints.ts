import type { EarlyStoppingState } from './early-stopping'
import type { EpochRecord } from './training-progress'
import { captureValues, type NamedValues, type NamedVariable, restoreValues } from './variable-values'

/** A run between two epochs, apart from its arrays. What is random follows from seed and epoch. */
export interface TrainingState {
  readonly epochsDone: number
  readonly stopping: EarlyStoppingState
  readonly history: readonly EpochRecord[]
}

/** The arrays of a run. */
export interface TrainingVariables {
  /** What training changes in the network, the averages of batch normalisation included. */
  readonly weights: readonly NamedVariable[]
  /** What the optimiser keeps between steps. */
  readonly optimizer: readonly NamedVariable[]
}

/** Where a run keeps its state after each epoch, and the best epoch's weights for early stopping. */
export interface Checkpoints {
  /** Gives all variables the values of the last epoch that was kept. @returns its state; null without one */
  resume(variables: TrainingVariables): Promise<TrainingState | null>
  /** Keeps an epoch. @throws StudioError `file/not-writable` */
  save(state: TrainingState, variables: TrainingVariables): Promise<void>
  /** Gives the weights the values of the best epoch of the state that was kept last. */
  restoreBest(weights: readonly NamedVariable[]): Promise<void>
}

/** For a run that need not survive its process: keeps the best weights in memory and nothing else. */
export function memoryCheckpoints(): Checkpoints {
  let best: NamedValues | undefined
  return {
    resume: () => Promise.resolve(null),
    async save({ epochsDone, stopping }, { weights }) {
      if (stopping.bestEpoch === epochsDone - 1) best = await captureValues(weights)
    },
    restoreBest(weights) {
      if (best) restoreValues(weights, best)
      return Promise.resolve()
    },
  }
}

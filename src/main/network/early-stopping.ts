/** How long to train on without improvement, and what counts as one. */
export interface EarlyStoppingRule {
  /** An epoch is better only if its accuracy exceeds this many times the best so far. */
  readonly factor: number
  /** Epochs without a better one after which training stops. */
  readonly patience: number
}

/** The published rule (arXiv 2302.08878): better means more than 1 % above the best, relatively; 10 epochs. */
export const publishedEarlyStopping: EarlyStoppingRule = { factor: 1.01, patience: 10 }

/** What the rule remembers between epochs. Plain data, so that a checkpoint can hold it. */
export interface EarlyStoppingState {
  /** Best validation accuracy so far, a fraction; 0 before the first epoch. */
  readonly bestAccuracy: number
  /** Epoch (from 0) of the best accuracy; null while no epoch was better than nothing. */
  readonly bestEpoch: number | null
  readonly epochsWithoutImprovement: number
}

export const earlyStoppingStart: EarlyStoppingState = {
  bestAccuracy: 0,
  bestEpoch: null,
  epochsWithoutImprovement: 0,
}

export interface EarlyStoppingDecision {
  readonly state: EarlyStoppingState
  /** Whether this epoch's weights are the ones to keep. */
  readonly improved: boolean
  /** Whether training ends after this epoch. */
  readonly stop: boolean
}

/** The rule's verdict on an epoch's validation accuracy (a fraction in [0, 1]). */
export function judgeEpoch(
  rule: EarlyStoppingRule,
  state: EarlyStoppingState,
  epoch: { readonly epoch: number; readonly accuracy: number },
): EarlyStoppingDecision {
  if (epoch.accuracy > rule.factor * state.bestAccuracy) {
    const better = { bestAccuracy: epoch.accuracy, bestEpoch: epoch.epoch, epochsWithoutImprovement: 0 }
    return { state: better, improved: true, stop: false }
  }
  const epochsWithoutImprovement = state.epochsWithoutImprovement + 1
  return {
    state: { ...state, epochsWithoutImprovement },
    improved: false,
    stop: epochsWithoutImprovement >= rule.patience,
  }
}

import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Parameter } from './network'

/** Which weights are alive: for each pruned parameter, by name, one byte per element, 1 kept and 0 pruned. */
export type WeightMasks = ReadonlyMap<string, Uint8Array>

/** An array that an optimiser keeps between steps, with a name that a checkpoint can use. */
export interface OptimizerState {
  readonly name: string
  readonly variable: Variable
}

/** Updates weights inside a compute program; owns the variables that it needs between steps. */
export interface Optimizer {
  readonly state: readonly OptimizerState[]
  /**
   * One step, recorded in the calling program: `gradients` by parameter name, `learningRate` an input of the program.
   * Pruned weights, and what the optimiser remembers of them, are exactly zero afterwards.
   */
  apply(gradients: ReadonlyMap<string, Tensor>, learningRate: Scalar): void
  dispose(): void
}

export interface OptimizerOptions {
  /** The parameters to train; others keep their values. */
  readonly parameters: readonly Parameter[]
  readonly masks: WeightMasks
}

import type { Tensor } from '@tensorflow/tfjs-core'

export type TensorType = 'float32' | 'int32' | 'bool'

/** Tensor values on the host: float32, int32, and bool as bytes 0 and 1. */
export type TensorData = Float32Array | Int32Array | Uint8Array

/** What a program takes under one name. Float32 unless said otherwise. */
export interface InputSpec {
  readonly shape: readonly number[]
  readonly dtype?: TensorType
}

/** A host tensor. */
export interface TensorValue {
  readonly shape: readonly number[]
  readonly dtype: TensorType
  readonly data: TensorData
}

/**
 * A numeric program in tfjs-core ops. It must not look at values (its graph is recorded once), and must take
 * randomness as an input. It may read and assign `tf.Variable`s: their values persist from run to run.
 */
export type Program = (inputs: Readonly<Record<string, Tensor>>) => Readonly<Record<string, Tensor>>

/** A program ready to run. */
export interface CompiledProgram {
  /**
   * Runs once. `inputs` must have exactly the names, sizes and types given to `compile`.
   * Variables that the program assigned hold their new values afterwards.
   * @throws StudioError `compute/bad-input` naming the input
   */
  run(inputs: Readonly<Record<string, TensorData>>): Promise<Readonly<Record<string, TensorValue>>>
  /** Frees the session. Variables keep their values. */
  dispose(): Promise<void>
}

export interface CompileOptions {
  /**
   * Takes the values that variables have now as constants, which lets the runtime prepare them once: faster for
   * programs that run often and assign no variable. Later changes of the variables are not seen.
   */
  readonly freezeVariables?: boolean
}

/** A place to run programs: one opened device. tfjs ops outside a program run on tfjs' `cpu` backend. */
export interface ComputeDevice {
  readonly name: string
  compile(
    program: Program,
    inputs: Readonly<Record<string, InputSpec>>,
    options?: CompileOptions,
  ): Promise<CompiledProgram>
}

import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { GraphBuilder } from './graph-builder'
import type { TensorType } from './program'

/** What a graph is written for. */
export interface Target {
  /** Whether only ONNX Runtime's CPU provider has to run it well: some forms are fast there and slow on GPUs. */
  readonly cpu: boolean
  /**
   * Channels that lie together in the blocked layout of ONNX Runtime's fastest convolutions: 8 or 16, as the processor
   * has it; 0 where the graph must do without.
   */
  readonly channelBlock: number
}

/** A graph for any runtime. */
export const anyTarget: Target = { cpu: false, channelBlock: 0 }

/** What a lowering writes to: the graph, and the way from tfjs tensors to graph values and back. */
export interface LoweringContext {
  readonly graph: GraphBuilder
  readonly target: Target
  /** The graph value of a tensor. */
  name(tensor: TensorInfo): string
  /** A tensor over a graph value. */
  result(name: string, shape: readonly number[], dtype: TensorType): TensorInfo
  /** A tensor that holds one value everywhere. */
  fill(value: number, shape: readonly number[], dtype: TensorType): TensorInfo
  /** A tensor over the same values as another. */
  alias(tensor: TensorInfo): TensorInfo
}

/**
 * Writes one tfjs kernel as ONNX nodes. `inputs` and `attrs` are as tfjs documents them for the kernel (tensors are
 * channels-last); the result's shape and type must be those of tfjs' `cpu` backend.
 */
export type Lowering = (
  context: LoweringContext,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs: NamedAttrMap,
) => TensorInfo | readonly TensorInfo[]

export type LoweringTable = Readonly<Record<string, Lowering>>

/** A kernel call as tfjs makes it while a program is being recorded. */
export interface KernelCall {
  readonly kernelName: string
  readonly inputs: Readonly<Record<string, TensorInfo>>
  readonly attrs: NamedAttrMap
}

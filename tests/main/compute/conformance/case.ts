import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core'
import type { TensorValue } from '../../../../src/main/compute/program'
import type { Draw } from './draw'

/** How far a float32 result may be from tfjs': `absolute + relative · |expected|`. Other types must be equal. */
export interface Tolerance {
  readonly absolute: number
  readonly relative: number
}

/** One way to call a kernel. */
export interface ConformanceCase {
  readonly inputs: readonly TensorValue[]
  readonly run: (...inputs: Tensor[]) => Tensor | readonly Tensor[]
  /**
   * The case has NaN or infinities, on the way in or out. It is left out on WebGPU: WGSL lets an implementation
   * assume that there are none (WGSL specification, 15.7.2).
   */
  readonly nonFinite?: boolean
}

/** All cases of one kernel. */
export type CaseMaker = (draw: Draw) => readonly ConformanceCase[]

export function on(
  inputs: readonly TensorValue[],
  run: ConformanceCase['run'],
  { nonFinite = false } = {},
): ConformanceCase {
  return { inputs, run, nonFinite }
}

/** Calls a kernel that has no tfjs op of its own. */
export function kernel(name: string, inputs: Record<string, Tensor>, attrs: object = {}): Tensor {
  return engine().runKernel(name, inputs as NamedTensorMap, attrs as NamedAttrMap)
}

import type { Tensor } from '@tensorflow/tfjs-core'
import type { TensorValue } from '../../../../src/main/compute/program'
import type { Draw } from './draw'

/** A differentiable function of float32 tensors, and where to differentiate it: away from its corners. */
export interface GradientCase {
  readonly inputs: readonly TensorValue[]
  readonly run: (...inputs: Tensor[]) => Tensor
}

export type GradientCaseMaker = (draw: Draw) => GradientCase

export function at(inputs: readonly TensorValue[], run: GradientCase['run']): GradientCase {
  return { inputs, run }
}

import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import type { LoweringContext } from '../lowering'

export interface FusedActivation {
  readonly activation: backend_util.Activation | undefined
  readonly preluWeights: TensorInfo | undefined
  readonly leakyreluAlpha: number | undefined
}

/** The activation at the end of a fused kernel. */
export function applyActivation(context: LoweringContext, name: string, fused: FusedActivation): string {
  const { graph } = context
  switch (fused.activation) {
    case undefined:
    case 'linear':
      return name
    case 'relu':
      return graph.node('Relu', [name])
    case 'relu6':
      return graph.node('Clip', [name, graph.scalar(0), graph.scalar(6)])
    case 'elu':
      return graph.node('Elu', [name])
    case 'sigmoid':
      return graph.node('Sigmoid', [name])
    case 'prelu':
      return graph.node('PRelu', [name, context.name(fused.preluWeights!)])
    case 'leakyrelu':
      return graph.node('LeakyRelu', [name], { alpha: { float: fused.leakyreluAlpha ?? 0.2 } })
  }
}

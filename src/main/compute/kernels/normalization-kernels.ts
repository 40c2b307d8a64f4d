import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { LoweringContext, LoweringTable } from '../lowering'
import { toChannelsFirst, toChannelsLast } from './layout'

/** (x − mean) / √(variance + ε) · scale + offset, with statistics of the shape of one channel or of x. */
function batchNorm(
  context: LoweringContext,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs: NamedAttrMap,
): TensorInfo {
  const { graph } = context
  const { x, mean, variance, offset, scale } = inputs as Record<'x' | 'mean' | 'variance', TensorInfo> &
    typeof inputs
  const epsilon = attrs['varianceEpsilon'] as number
  const channels = x.shape.at(-1)!
  if (
    x.shape.length === 4 &&
    [mean, variance, offset, scale].every((vector) => !vector || vector.shape.length === 1)
  ) {
    const vector = (tensor: TensorInfo | undefined, value: number): string =>
      tensor
        ? context.name(tensor)
        : graph.constant(new Float32Array(channels).fill(value), [channels], 'float32')
    const operands = [
      toChannelsFirst(context, context.name(x)),
      vector(scale, 1),
      vector(offset, 0),
      context.name(mean),
      context.name(variance),
    ]
    const node = graph.node('BatchNormalization', operands, { epsilon: { float: epsilon } })
    return context.result(toChannelsLast(context, node), x.shape, 'float32')
  }
  const deviation = graph.node('Sqrt', [graph.node('Add', [context.name(variance), graph.scalar(epsilon)])])
  let value = graph.node('Div', [graph.node('Sub', [context.name(x), context.name(mean)]), deviation])
  if (scale) value = graph.node('Mul', [value, context.name(scale)])
  if (offset) value = graph.node('Add', [value, context.name(offset)])
  return context.result(value, x.shape, 'float32')
}

export const normalizationKernels = { FusedBatchNorm: batchNorm } satisfies LoweringTable

import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { GraphNode } from '../graph-builder'
import type { LoweringContext } from '../lowering'
import { blocked, fromLayout, type View, viewOf } from './layout'

// ONNX Runtime joins what follows a convolution to it only where the weights are constants, or not at all in the
// blocked layout. A convolution without the addend or the activation stays in the graph only if something reads it.

/** The convolution that gives `value`, with a bias of one value per channel added; undefined where it cannot. */
export function convolutionWithBias(
  context: LoweringContext,
  value: TensorInfo,
  bias: TensorInfo,
): string | undefined {
  const found = convolutionOf(context, value)
  const perChannel = bias.shape.length === 1 && bias.shape[0] === value.shape.at(-1)
  if (!found || !perChannel || found.node.inputs.length > 2 || 'activation' in found.node.attributes) {
    return undefined
  }
  const { op, inputs, attributes } = found.node
  const inner = context.graph.node(op, [...inputs, context.name(bias)], attributes)
  return fromLayout(context, { ...found.view, inner }, value.shape[3]!)
}

/** The convolution in the blocked layout that gives `value`, with ReLU applied; undefined where there is none. */
export function convolutionWithRelu(context: LoweringContext, value: TensorInfo): string | undefined {
  const found = convolutionOf(context, value)
  if (found?.node.op !== blocked.conv || 'activation' in found.node.attributes) return undefined
  const { op, inputs, attributes } = found.node
  const inner = context.graph.node(op, inputs, { ...attributes, activation: 'Relu' })
  return fromLayout(context, { ...found.view, inner }, value.shape[3]!)
}

function convolutionOf(
  context: LoweringContext,
  value: TensorInfo,
): { readonly node: GraphNode; readonly view: View } | undefined {
  const view = value.shape.length === 4 ? viewOf(context, context.name(value)) : undefined
  const node = view && context.graph.producer(view.inner)
  return view && node && (node.op === 'Conv' || node.op === blocked.conv) ? { node, view } : undefined
}

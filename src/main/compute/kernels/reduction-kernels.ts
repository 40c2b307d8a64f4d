import { backend_util, util, type TensorInfo } from '@tensorflow/tfjs-core'
import type { Lowering, LoweringContext, LoweringTable } from '../lowering'
import { asTensorType } from '../tensor-record'
import type { TensorType } from '../program'
import { cast } from './elementwise-kernels'

interface Axes {
  readonly axes: number[]
  readonly shape: number[]
  /** 1 where the reduced axes stay with length 1. */
  readonly keepdims: 0 | 1
}

function axesOf(x: TensorInfo, axis: unknown, keepDims: unknown): Axes {
  const axes = util.parseAxisParam(axis as number[], x.shape)
  const [reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes)
  return keepDims
    ? { axes, shape: backend_util.expandShapeToKeepDim(reduced, axes), keepdims: 1 }
    : { axes, shape: reduced, keepdims: 0 }
}

function reduceTo(
  { graph }: LoweringContext,
  operator: string,
  name: string,
  { axes, keepdims }: Axes,
): string {
  if (axes.length === 0) return name
  // Opset 17 takes the axes of ReduceSum as an input, those of the other reductions as an attribute.
  if (operator === 'ReduceSum') return graph.node(operator, [name, graph.int64s(axes)], { keepdims })
  return graph.node(operator, [name], { axes, keepdims })
}

function reduction(operator: string, dtype?: TensorType): Lowering {
  return (context, { x }, { axis, keepDims }) => {
    const to = axesOf(x!, axis, keepDims)
    const input = dtype && x!.dtype !== dtype ? cast(context, context.name(x!), dtype) : context.name(x!)
    return context.result(reduceTo(context, operator, input, to), to.shape, dtype ?? asTensorType(x!.dtype))
  }
}

/** Any and All as maximum and minimum of 0 and 1. */
function logicalReduction(operator: string): Lowering {
  return (context, { x }, { axis, keepDims }) => {
    const to = axesOf(x!, axis, keepDims)
    const reduced = reduceTo(context, operator, cast(context, context.name(x!), 'int32'), to)
    return context.result(cast(context, reduced, 'bool'), to.shape, 'bool')
  }
}

function argReduction(operator: 'ArgMax' | 'ArgMin'): Lowering {
  return (context, { x }, { axis }) => {
    const to = axesOf(x!, axis, false)
    const index = context.graph.node(operator, [context.name(x!)], { axis: to.axes[0]!, keepdims: 0 })
    return context.result(cast(context, index, 'int32'), to.shape, 'int32')
  }
}

export const reductionKernels = {
  Sum: reduction('ReduceSum'),
  Mean: reduction('ReduceMean', 'float32'),
  Max: reduction('ReduceMax'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  Any: logicalReduction('ReduceMax'),
  All: logicalReduction('ReduceMin'),
  ArgMax: argReduction('ArgMax'),
  ArgMin: argReduction('ArgMin'),
  Softmax: (context, { logits }, { dim }) =>
    context.result(
      context.graph.node('Softmax', [context.name(logits!)], { axis: dim as number }),
      logits!.shape,
      'float32',
    ),
  Cumsum: (context, { x }, { axis, exclusive, reverse }) => {
    const axisName = context.graph.constant(BigInt64Array.of(BigInt(axis as number)), [], 'int64')
    const attributes = { exclusive: exclusive ? 1 : 0, reverse: reverse ? 1 : 0 }
    const sum = context.graph.node('CumSum', [context.name(x!), axisName], attributes)
    return context.result(sum, x!.shape, asTensorType(x!.dtype))
  },
  TopK: (context, { x }, { k, sorted }) => {
    const shape = [...x!.shape.slice(0, -1), k as number]
    const attributes = { axis: -1, largest: 1, sorted: sorted ? 1 : 0 }
    const inputs = [context.name(x!), context.graph.int64s([k as number])]
    const [values, indices] = context.graph.nodeWithOutputs('TopK', inputs, attributes, 2)
    const places = cast(context, indices!, 'int32')
    return [context.result(values!, shape, asTensorType(x!.dtype)), context.result(places, shape, 'int32')]
  },
} satisfies LoweringTable

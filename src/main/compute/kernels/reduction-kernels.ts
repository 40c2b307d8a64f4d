import { backend_util, util, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core'
import type { Lowering, LoweringContext, LoweringTable } from '../lowering'
import { asTensorType } from '../tensor-record'
import type { TensorType } from '../program'
import { cast } from './elementwise-kernels'
import { toChannelsFirst, viewOf } from './layout'

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

/**
 * A sum over all axes but the last of a large tensor, as every bias gradient is. Of images that really lie channels-first,
 * ONNX Runtime adds up their planes; else it is one product with a row of ones, which runs on all threads where its
 * reduction of leading axes does not.
 */
function sumOfRows(context: LoweringContext, x: TensorInfo, to: Axes): string {
  const { graph } = context
  if (x.shape.length === 4 && viewOf(context, context.name(x))) {
    const planes = [toChannelsFirst(context, context.name(x)), graph.int64s([0, 2, 3])]
    const sums = graph.node('ReduceSum', planes, { keepdims: 0 })
    return graph.node('Reshape', [sums, graph.int64s(to.shape)])
  }
  const columns = x.shape.at(-1)!
  const rows = util.sizeFromShape(x.shape) / columns
  const ones = graph.node('Expand', [graph.scalar(1), graph.int64s([1, rows])])
  const flat = graph.node('Reshape', [context.name(x), graph.int64s([rows, columns])])
  return graph.node('Reshape', [graph.node('MatMul', [ones, flat]), graph.int64s(to.shape)])
}

const largeSum = 2 ** 14

function sum(
  context: LoweringContext,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs: NamedAttrMap,
): TensorInfo | readonly TensorInfo[] {
  const x = inputs['x']!
  const to = axesOf(x, attrs['axis'], attrs['keepDims'])
  const leading = to.axes.length === x.shape.length - 1 && to.axes.every((axis, index) => axis === index)
  if (x.dtype === 'float32' && leading && util.sizeFromShape(x.shape) >= largeSum) {
    return context.result(sumOfRows(context, x, to), to.shape, 'float32')
  }
  return reduction('ReduceSum')(context, inputs, attrs)
}

/** tfjs passes the axes of Max as `reductionIndices`, those of all others as `axis`. */
function extremum(operator: 'ReduceMax' | 'ReduceMin'): Lowering {
  return (context, { x }, { axis, reductionIndices, keepDims }) => {
    const { graph } = context
    const to = axesOf(x!, reductionIndices ?? axis, keepDims)
    const name = context.name(x!)
    const extreme = reduceTo(context, operator, name, to)
    const dtype = asTensorType(x!.dtype)
    if (dtype !== 'float32' || to.axes.length === 0) return context.result(extreme, to.shape, dtype)
    // ONNX Runtime overlooks NaN, which only differs from itself: it is added to the result of its row.
    const nans = graph.node('Where', [graph.node('Equal', [name, name]), graph.scalar(0), name])
    return context.result(
      graph.node('Add', [extreme, reduceTo(context, 'ReduceSum', nans, to)]),
      to.shape,
      dtype,
    )
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
  Sum: sum,
  Mean: reduction('ReduceMean', 'float32'),
  Max: extremum('ReduceMax'),
  Min: extremum('ReduceMin'),
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

import { backend_util, slice_util, util, type TensorInfo } from '@tensorflow/tfjs-core'
import type { LoweringContext, LoweringTable } from '../lowering'
import type { TensorType } from '../program'
import { asTensorType } from '../tensor-record'

/** Far beyond any axis: where a slice with a negative step has no end. */
const beforeFirst = -2147483648

function reshape(context: LoweringContext, x: TensorInfo, shape: readonly number[]): TensorInfo {
  if (shape.join() === x.shape.join()) return context.alias(x)
  return context.result(reshaped(context, context.name(x), shape), shape, asTensorType(x.dtype))
}

function reshaped({ graph }: LoweringContext, name: string, shape: readonly number[]): string {
  return graph.node('Reshape', [name, graph.int64s(shape)])
}

/** The entries `indices` of one axis, in that order. */
function takeAlong(
  { graph }: LoweringContext,
  name: string,
  indices: readonly number[],
  axis: number,
): string {
  return graph.node('Gather', [name, graph.int64s(indices)], { axis })
}

function concat(context: LoweringContext, tensors: readonly TensorInfo[], axis: number): TensorInfo {
  const filledTensors = tensors.filter((tensor) => util.sizeFromShape(tensor.shape) > 0)
  const dtype = asTensorType(tensors[0]!.dtype)
  const shape = backend_util.computeOutShape(
    tensors.map((tensor) => tensor.shape),
    axis,
  )
  if (filledTensors.length === 0) return context.fill(0, shape, dtype)
  if (filledTensors.length === 1) return context.alias(filledTensors[0]!)
  const node = context.graph.node(
    'Concat',
    filledTensors.map((tensor) => context.name(tensor)),
    { axis },
  )
  return context.result(node, shape, dtype)
}

function split(
  context: LoweringContext,
  x: TensorInfo,
  sizes: readonly number[],
  axis: number,
): TensorInfo[] {
  const names = splitNames(context, x, sizes, axis)
  const shapeOf = (size: number): number[] => x.shape.map((length, index) => (index === axis ? size : length))
  return names.map((name, index) => context.result(name, shapeOf(sizes[index]!), asTensorType(x.dtype)))
}

function splitNames(
  context: LoweringContext,
  x: TensorInfo,
  sizes: readonly number[],
  axis: number,
): readonly string[] {
  const { graph } = context
  return graph.nodeWithOutputs('Split', [context.name(x), graph.int64s(sizes)], { axis }, sizes.length)
}

/** `begin`, `begin` + `stride` and so on, before `end` is reached. */
function stepped(begin: number, end: number, stride: number): number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((end - begin) / stride)) },
    (_, index) => begin + index * stride,
  )
}

/** Row numbers that a mirrored axis shows; `edge` is 1 for reflect, which does not repeat the border, else 0. */
function mirrored(length: number, [before, after]: readonly [number, number], edge: number): number[] {
  return Array.from({ length: before + length + after }, (_, index) => {
    const place = index - before
    if (place < 0) return -place - 1 + edge
    return place < length ? place : 2 * length - 1 - place - edge
  })
}

const movingKernels = {
  Slice: (context, { x }, { begin, size }) => {
    const { graph } = context
    const [start, length] = slice_util.parseSliceParams(x!, begin as number[], size as number[]) as [
      number[],
      number[],
    ]
    const axes = start.map((_, axis) => axis)
    const ends = start.map((first, axis) => first + length[axis]!)
    const node = graph.node('Slice', [
      context.name(x!),
      graph.int64s(start),
      graph.int64s(ends),
      graph.int64s(axes),
    ])
    return context.result(node, length, asTensorType(x!.dtype))
  },
  StridedSlice: (context, { x }, attrs) => {
    const { graph } = context
    const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } =
      attrs as Record<string, number> & Record<'begin' | 'end' | 'strides', number[]>
    const info = slice_util.sliceInfo(
      x!.shape,
      begin,
      end,
      strides,
      beginMask!,
      endMask!,
      ellipsisMask!,
      newAxisMask!,
      shrinkAxisMask!,
    )
    // Row by row, because ONNX Runtime's WebGPU provider takes wrong values in slices with negative steps.
    const sliced = info.begin.reduce((name, begin, axis) => {
      const rows = stepped(begin, info.end[axis]!, info.strides[axis]!)
      const whole = rows.length === x!.shape[axis] && rows.every((row, index) => row === index)
      return whole ? name : takeAlong(context, name, rows, axis)
    }, context.name(x!))
    const shaped = graph.node('Reshape', [sliced, graph.int64s(info.finalShape)])
    return context.result(shaped, info.finalShape, asTensorType(x!.dtype))
  },
  Reverse: (context, { x }, { dims }) => {
    const { graph } = context
    const axes = util.parseAxisParam(dims as number[], x!.shape)
    if (axes.length === 0) return context.alias(x!)
    const every = (value: number): string => graph.int64s(axes.map(() => value))
    const node = graph.node('Slice', [
      context.name(x!),
      every(-1),
      every(beforeFirst),
      graph.int64s(axes),
      every(-1),
    ])
    return context.result(node, x!.shape, asTensorType(x!.dtype))
  },
  PadV2: (context, { x }, { paddings, constantValue }) => {
    const { graph } = context
    const pairs = paddings as [number, number][]
    const shape = x!.shape.map((length, axis) => pairs[axis]![0] + length + pairs[axis]![1])
    const pads = graph.int64s([...pairs.map(([before]) => before), ...pairs.map(([, after]) => after)])
    const dtype = asTensorType(x!.dtype)
    const node = graph.node('Pad', [context.name(x!), pads, graph.scalar(constantValue as number, dtype)])
    return context.result(node, shape, dtype)
  },
  MirrorPad: (context, { x }, { paddings, mode }) => {
    const edge = mode === 'reflect' ? 1 : 0
    const rows = (paddings as [number, number][]).map((pair, axis) => mirrored(x!.shape[axis]!, pair, edge))
    const name = rows.reduce(
      (value, indices, axis) => takeAlong(context, value, indices, axis),
      context.name(x!),
    )
    return context.result(
      name,
      rows.map((indices) => indices.length),
      asTensorType(x!.dtype),
    )
  },
  Transpose: (context, { x }, { perm }) => {
    const axes = Array.from(perm as number[])
    const shape = axes.map((axis) => x!.shape[axis]!)
    return context.result(context.graph.transpose(context.name(x!), axes), shape, asTensorType(x!.dtype))
  },
  Tile: (context, { x }, { reps }) => {
    const times = reps as number[]
    const node = context.graph.node('Tile', [context.name(x!), context.graph.int64s(times)])
    return context.result(
      node,
      x!.shape.map((length, axis) => length * times[axis]!),
      asTensorType(x!.dtype),
    )
  },
  Concat: (context, inputs, { axis }) => {
    const tensors = Object.values(inputs)
    return concat(context, tensors, util.parseAxisParam(axis as number, tensors[0]!.shape)[0]!)
  },
  Pack: (context, inputs, { axis }) => {
    const place = axis as number
    const tensors = Object.values(inputs)
    const [first] = tensors as [TensorInfo]
    const widened = first.shape.toSpliced(place, 0, 1)
    const rows = tensors.map((tensor) => reshaped(context, context.name(tensor), widened))
    return context.result(
      context.graph.node('Concat', rows, { axis: place }),
      widened.with(place, tensors.length),
      asTensorType(first.dtype),
    )
  },
  SplitV: (context, { x }, { numOrSizeSplits, axis }) => {
    const place = util.parseAxisParam(axis as number, x!.shape)[0]!
    return split(context, x!, backend_util.prepareSplitSize(x!, numOrSizeSplits as number[], place), place)
  },
  Unpack: (context, { value }, { axis }) => {
    const place = util.parseAxisParam(axis as number, value!.shape)[0]!
    const sizes = Array.from({ length: value!.shape[place]! }, () => 1)
    const shape = value!.shape.toSpliced(place, 1)
    return splitNames(context, value!, sizes, place).map((name) =>
      context.result(reshaped(context, name, shape), shape, asTensorType(value!.dtype)),
    )
  },
} satisfies LoweringTable

export const shapeKernels = {
  ...movingKernels,
  Identity: (context, { x }) => context.alias(x!),
  Reshape: (context, { x }, { shape }) =>
    reshape(context, x!, util.inferFromImplicitShape(shape as number[], util.sizeFromShape(x!.shape))),
  ExpandDims: (context, { input }, { dim }) => {
    const place = dim as number
    return reshape(
      context,
      input!,
      input!.shape.toSpliced(place < 0 ? place + input!.shape.length + 1 : place, 0, 1),
    )
  },
  Fill: (context, _, { shape, value, dtype }) =>
    context.fill(
      Number(value),
      shape as number[],
      asTensorType((dtype as TensorType | undefined) ?? 'float32'),
    ),
  ZerosLike: (context, { x }) => context.fill(0, x!.shape, asTensorType(x!.dtype)),
  OnesLike: (context, { x }) => context.fill(1, x!.shape, asTensorType(x!.dtype)),
} satisfies LoweringTable

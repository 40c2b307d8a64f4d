import { util, type TensorInfo } from '@tensorflow/tfjs-core'
import { StudioError } from '../../../shared/errors'
import type { LoweringContext, LoweringTable } from '../lowering'
import type { TensorType } from '../program'
import { asTensorType } from '../tensor-record'
import { cast, where } from './elementwise-kernels'

/** True where an index equals the class number along a new last axis of length `depth`. */
function isClass(context: LoweringContext, indices: TensorInfo, depth: number): string {
  const { graph } = context
  const classes = graph.constant(
    Int32Array.from({ length: depth }, (_, index) => index),
    [depth],
    'int32',
  )
  const column = graph.node('Reshape', [context.name(indices), graph.int64s([...indices.shape, 1])])
  return graph.node('Equal', [column, classes])
}

export const indexingKernels = {
  OneHot: (context, { indices }, { depth, onValue, offValue, dtype }) => {
    const { graph } = context
    const to = asTensorType((dtype as TensorType | undefined) ?? 'float32')
    const values = where(context, isClass(context, indices!, depth as number), {
      t: graph.scalar(onValue as number, to),
      e: graph.scalar(offValue as number, to),
      dtype: to,
    })
    return context.result(values, [...indices!.shape, depth as number], to)
  },
  GatherV2: (context, { x, indices }, { axis, batchDims }) => {
    if (batchDims) {
      throw new StudioError(
        'compute/not-compilable',
        'gather with batchDims is not supported in compiled programs. Use oneHot and matMul.',
      )
    }
    const place = util.parseAxisParam(axis as number, x!.shape)[0]!
    const shape = [...x!.shape.slice(0, place), ...indices!.shape, ...x!.shape.slice(place + 1)]
    const node = context.graph.node('Gather', [context.name(x!), context.name(indices!)], { axis: place })
    return context.result(node, shape, asTensorType(x!.dtype))
  },
  /** Sums as a product with the one-hot matrix; float32 for integers too, as in tfjs. */
  UnsortedSegmentSum: (context, { x, segmentIds }, { numSegments }) => {
    const { graph } = context
    const [rows, ...rest] = x!.shape as [number, ...number[]]
    const matrix = cast(context, isClass(context, segmentIds!, numSegments as number), 'float32')
    const flat = graph.node('Reshape', [context.name(x!), graph.int64s([rows, util.sizeFromShape(rest)])])
    const values = x!.dtype === 'float32' ? flat : cast(context, flat, 'float32')
    const sums = graph.node('MatMul', [graph.transpose(matrix, [1, 0]), values])
    const shape = [numSegments as number, ...rest]
    const shaped = graph.node('Reshape', [sums, graph.int64s(shape)])
    return context.result(shaped, shape, 'float32')
  },
} satisfies LoweringTable

import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { Lowering, LoweringContext, LoweringTable } from '../lowering'

interface Sampling {
  readonly alignCorners: boolean
  readonly halfPixelCenters: boolean
}

/** The place in the input axis that an output pixel looks at, and the distance between two such places. */
function sourcePlace(
  index: number,
  from: number,
  to: number,
  { alignCorners, halfPixelCenters }: Sampling,
): number {
  const scale = alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to
  return halfPixelCenters ? scale * (index + 0.5) : scale * index
}

/** `[to, from]`: how much of each input pixel each output pixel takes. Row sums are 1. */
function bilinearMatrix(from: number, to: number, sampling: Sampling): Float32Array {
  const matrix = new Float32Array(to * from)
  for (let row = 0; row < to; row++) {
    const place = sourcePlace(row, from, to, sampling) - (sampling.halfPixelCenters ? 0.5 : 0)
    const low = Math.max(0, Math.floor(place))
    const fraction = place - low
    matrix[row * from + low]! += 1 - fraction
    matrix[row * from + Math.min(from - 1, Math.ceil(place))]! += fraction
  }
  return matrix
}

function nearestMatrix(from: number, to: number, sampling: Sampling): Float32Array {
  const matrix = new Float32Array(to * from)
  for (let row = 0; row < to; row++) {
    const place = sourcePlace(row, from, to, sampling)
    const nearest = sampling.alignCorners ? Math.round(place) : Math.floor(place)
    matrix[row * from + Math.min(from - 1, Math.max(0, nearest))] = 1
  }
  return matrix
}

type ResizeMatrix = (from: number, to: number, sampling: Sampling) => Float32Array

/**
 * Resizing is linear and separable: one constant matrix per axis. That is exact for every sampling rule, makes the
 * gradient the transposed product, and avoids ONNX's Resize, which some GPU providers compute wrongly.
 */
function applyAlong(
  context: LoweringContext,
  name: string,
  sizes: { rows: readonly number[]; matrix: Float32Array; from: number; to: number },
): string {
  const { graph } = context
  const [outer, inner] = sizes.rows as [number, number]
  const matrix = graph.constant(sizes.matrix, [sizes.to, sizes.from], 'float32')
  return graph.node('MatMul', [
    matrix,
    graph.node('Reshape', [name, graph.int64s([outer, sizes.from, inner])]),
  ])
}

function resize(weights: ResizeMatrix): Lowering {
  return (context, { images }, attrs) => {
    const [batch, height, width, channels] = images!.shape as [number, number, number, number]
    const [toHeight, toWidth] = attrs['size'] as [number, number]
    const sampling = samplingOf(attrs)
    const rows = {
      rows: [batch, width * channels],
      matrix: weights(height, toHeight, sampling),
      from: height,
      to: toHeight,
    }
    const columns = {
      rows: [batch * toHeight, channels],
      matrix: weights(width, toWidth, sampling),
      from: width,
      to: toWidth,
    }
    const resized = applyAlong(context, applyAlong(context, context.name(images!), rows), columns)
    const shape = [batch, toHeight, toWidth, channels]
    return context.result(
      context.graph.node('Reshape', [resized, context.graph.int64s(shape)]),
      shape,
      'float32',
    )
  }
}

function resizeGrad(weights: ResizeMatrix): Lowering {
  return (context, { images, dy }, attrs) => {
    const [batch, height, width, channels] = images!.shape as [number, number, number, number]
    const [, fromHeight, fromWidth] = (dy as TensorInfo).shape as [number, number, number, number]
    const sampling = samplingOf(attrs)
    const back = (from: number, to: number): Float32Array => transposed(weights(to, from, sampling), from, to)
    const rows = {
      rows: [batch, fromWidth * channels],
      matrix: back(fromHeight, height),
      from: fromHeight,
      to: height,
    }
    const columns = {
      rows: [batch * height, channels],
      matrix: back(fromWidth, width),
      from: fromWidth,
      to: width,
    }
    const gradient = applyAlong(context, applyAlong(context, context.name(dy!), rows), columns)
    return context.result(
      context.graph.node('Reshape', [gradient, context.graph.int64s(images!.shape)]),
      images!.shape,
      'float32',
    )
  }
}

function samplingOf(attrs: NamedAttrMap): Sampling {
  return {
    alignCorners: Boolean(attrs['alignCorners']),
    halfPixelCenters: Boolean(attrs['halfPixelCenters']),
  }
}

/** `[rows, columns]` to `[columns, rows]`. */
function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(matrix, (_, index) => matrix[(index % rows) * columns + Math.floor(index / rows)]!)
}

export const resizeKernels = {
  ResizeBilinear: resize(bilinearMatrix),
  ResizeBilinearGrad: resizeGrad(bilinearMatrix),
  ResizeNearestNeighbor: resize(nearestMatrix),
  ResizeNearestNeighborGrad: resizeGrad(nearestMatrix),
} satisfies LoweringTable

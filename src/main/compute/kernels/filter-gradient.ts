import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import type { LoweringContext } from '../lowering'
import { toChannelsFirst } from './layout'
import { joinTaps, taps } from './windows'

/** The gradient of a convolution with respect to its filter, in the form that suits the target. */
export function filterGradient(
  context: LoweringContext,
  { x, dy }: { readonly x: TensorInfo; readonly dy: TensorInfo },
  info: backend_util.Conv2DInfo,
): TensorInfo {
  const isPointwise = info.filterHeight * info.filterWidth === 1
  const isDilated = info.dilationHeight * info.dilationWidth > 1
  const gradient =
    context.target.cpu && !isPointwise && !isDilated
      ? asConvolution(context, { x, dy }, info)
      : asProducts(context, { x, dy }, info)
  const shaped = context.graph.node('Reshape', [gradient, context.graph.int64s(info.filterShape)])
  return context.result(shaped, info.filterShape, 'float32')
}

/**
 * For each filter position, the product of the input shifted there and `dy`, summed over all windows, as one matrix
 * product `[in, windows] · [windows, out]`. Gives `[positions · in, out]`.
 */
function asProducts(
  context: LoweringContext,
  { x, dy }: { readonly x: TensorInfo; readonly dy: TensorInfo },
  info: backend_util.Conv2DInfo,
): string {
  const { graph } = context
  const windows = info.batchSize * info.outHeight * info.outWidth
  const channelsFirst = graph.transpose(context.name(x), [3, 0, 1, 2])
  const gradient = graph.node('Reshape', [context.name(dy), graph.int64s([windows, info.outChannels])])
  const matrix = graph.int64s([info.inChannels, windows])
  const products = taps(context, channelsFirst, info).map((shifted) =>
    graph.node('MatMul', [graph.node('Reshape', [shifted, matrix]), gradient]),
  )
  return joinTaps(context, products, 0)
}

/**
 * The same as one convolution of the input with `dy` as its filter, in which strides become dilations. The
 * input stays channels-last and counts as images of the width `width · in`, so that neighbouring results along a row
 * are those of neighbouring input channels; a step of the filter is then `in` wide. The CPU provider thus works on the
 * values where they lie, and takes two thirds of the time of the products, which need a copy of the input for each
 * filter position.
 */
function asConvolution(
  context: LoweringContext,
  { x, dy }: { readonly x: TensorInfo; readonly dy: TensorInfo },
  info: backend_util.Conv2DInfo,
): string {
  const { graph } = context
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info
  const { top, left } = info.padInfo
  const { below, right } = endPadding(info)
  const perImage = imageByImage(info)
  const maps = perImage ? [batchSize * outChannels, 1] : [outChannels, batchSize]
  const first = toChannelsFirst(context, context.name(dy))
  const spread = graph.node(
    'Conv',
    [
      graph.node('Reshape', [context.name(x), graph.int64s([1, batchSize, inHeight, inWidth * inChannels])]),
      graph.node('Reshape', [
        perImage ? first : graph.transpose(first, [1, 0, 2, 3]),
        graph.int64s([...maps, outHeight, outWidth]),
      ]),
    ],
    {
      group: perImage ? batchSize : 1,
      kernel_shape: [outHeight, outWidth],
      dilations: [info.strideHeight, info.strideWidth * inChannels],
      pads: [top, left * inChannels, below, right * inChannels],
    },
  )
  const images = perImage ? batchSize : 1
  const own = ownPositions(context, spread, { info, images })
  const size = info.filterHeight * info.filterWidth * inChannels
  const matrix = (count: readonly number[]): string =>
    graph.node('Reshape', [own, graph.int64s([...count, outChannels, size])])
  const summed = perImage
    ? graph.node('ReduceSum', [matrix([images]), graph.int64s([0])], { keepdims: 0 })
    : matrix([])
  return graph.transpose(summed, [1, 0])
}

/**
 * Whether the gradient is worked out for each image by itself, as a group of the convolution, and summed then: `dy`
 * need not be brought into another order, which is worth it where it is larger than the gradients of all images.
 */
function imageByImage({ batchSize, filterShape, outShape }: backend_util.Conv2DInfo): boolean {
  const size = (shape: readonly number[]): number => shape.reduce((product, edge) => product * edge, 1)
  return size(filterShape) * (batchSize + 1) < size(outShape)
}

/** The filter's positions among the results: those beyond it, of rows and columns that no window reached, go. */
function ownPositions(
  { graph }: LoweringContext,
  name: string,
  { info, images }: { readonly info: backend_util.Conv2DInfo; readonly images: number },
): string {
  const { filterHeight, filterWidth, inChannels, outChannels, padInfo } = info
  const { below, right } = endPadding(info)
  const rows = padInfo.top + info.inHeight + below - (info.outHeight - 1) * info.strideHeight
  const columns = padInfo.left + info.inWidth + right - (info.outWidth - 1) * info.strideWidth
  const shape = graph.int64s([images * outChannels, rows, columns, inChannels])
  const split = graph.node('Reshape', [name, shape])
  if (rows === filterHeight && columns === filterWidth) return split
  const ranges = [
    [0, 0],
    [filterHeight, filterWidth],
    [1, 2],
  ]
  return graph.node('Slice', [split, ...ranges.map((each) => graph.int64s(each))])
}

/** Rows and columns that the last window needs beyond the input. */
function endPadding(info: backend_util.Conv2DInfo): { readonly below: number; readonly right: number } {
  const { filterHeight, filterWidth, padInfo } = info
  const lastWindow = [
    (info.outHeight - 1) * info.strideHeight,
    (info.outWidth - 1) * info.strideWidth,
  ] as const
  return {
    below: paddingAfter(info.inHeight + padInfo.top, lastWindow[0], filterHeight - 1),
    right: paddingAfter(info.inWidth + padInfo.left, lastWindow[1], filterWidth - 1),
  }
}

/** What is missing after `edge` values for the last of the windows' last positions. */
export function paddingAfter(edge: number, lastWindow: number, lastPosition: number): number {
  return Math.max(0, lastWindow + lastPosition + 1 - edge)
}

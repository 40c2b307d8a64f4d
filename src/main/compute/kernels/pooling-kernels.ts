import { backend_util, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core'
import type { LoweringContext, LoweringTable } from '../lowering'
import {
  blocked,
  fromLayout,
  toChannelsFirst,
  toChannelsLast,
  toLayout,
  viewOf,
  windowAttributes,
} from './layout'
import { positions, taps } from './windows'

type Shape4D = [number, number, number, number]

function poolInfo(attrs: NamedAttrMap, shape: readonly number[]): backend_util.Conv2DInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as NamedAttrMap & {
    filterSize: number | [number, number]
    strides: number | [number, number]
    pad: 'valid' | 'same' | number | backend_util.ExplicitPadding
    dimRoundingMode?: 'floor' | 'round' | 'ceil'
  }
  return backend_util.computePool2DInfo(shape as Shape4D, filterSize, strides, 1, pad, dimRoundingMode)
}

/** Gradients of all window positions, `[batch, channels, outHeight, outWidth]` each, put back where they came from. */
function scatterTaps(
  context: LoweringContext,
  gradients: readonly string[],
  info: backend_util.Conv2DInfo,
): string {
  const { graph } = context
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info
  const square = filterHeight === filterWidth
  const tiling = square && strideHeight === filterHeight && strideWidth === filterWidth
  const height = (info.outHeight - 1) * strideHeight + filterHeight
  const width = (info.outWidth - 1) * strideWidth + filterWidth
  let spread: string
  if (tiling) {
    const stacked = graph.node('Concat', gradients, { axis: 1 })
    spread =
      filterHeight === 1
        ? stacked
        : graph.node('DepthToSpace', [stacked], { blocksize: filterHeight, mode: 'DCR' })
  } else spread = overlapTaps(context, gradients, info)
  return cropOrPad(context, spread, {
    size: [height, width],
    offset: [padInfo.top, padInfo.left],
    target: [info.inHeight, info.inWidth],
  })
}

/** Overlapping windows: a transposed convolution whose filters have a single one at their own position. */
function overlapTaps(
  { graph }: LoweringContext,
  gradients: readonly string[],
  info: backend_util.Conv2DInfo,
): string {
  const { batchSize, inChannels, outHeight, outWidth, filterHeight, filterWidth } = info
  const count = gradients.length
  const column = graph.int64s([batchSize, inChannels, 1, outHeight, outWidth])
  const stacked = graph.node(
    'Concat',
    gradients.map((name) => graph.node('Reshape', [name, column])),
    { axis: 2 },
  )
  const flat = graph.node('Reshape', [
    stacked,
    graph.int64s([batchSize, inChannels * count, outHeight, outWidth]),
  ])
  const filters = new Float32Array(inChannels * count * count)
  for (let row = 0; row < inChannels * count; row++) filters[row * count + (row % count)] = 1
  const weights = graph.constant(filters, [inChannels * count, 1, filterHeight, filterWidth], 'float32')
  return graph.node('ConvTranspose', [flat, weights], {
    kernel_shape: [filterHeight, filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    group: inChannels,
  })
}

type Size = readonly [height: number, width: number]

interface Placement {
  /** Of the padded map. */
  readonly size: Size
  /** Where the wanted part begins. */
  readonly offset: Size
  readonly target: Size
}

/** Takes the padding off a map of `size` and brings it to `target`: what no window reached has gradient zero. */
function cropOrPad({ graph }: LoweringContext, name: string, { size, offset, target }: Placement): string {
  const end = [Math.min(size[0], offset[0] + target[0]), Math.min(size[1], offset[1] + target[1])] as const
  const cropped =
    offset[0] + offset[1] > 0 || end[0] < size[0] || end[1] < size[1]
      ? graph.node('Slice', [name, graph.int64s(offset), graph.int64s(end), graph.int64s([2, 3])])
      : name
  const missing = [target[0] - (end[0] - offset[0]), target[1] - (end[1] - offset[1])] as const
  if (missing[0] + missing[1] === 0) return cropped
  return graph.node('Pad', [cropped, graph.int64s([0, 0, 0, 0, 0, 0, ...missing])])
}

/** The gradient of a window goes to its first maximum in row order, as in tfjs and PyTorch. */
function maxPoolGrad(
  context: LoweringContext,
  { dy, input, output }: Readonly<Record<string, TensorInfo>>,
  attrs: NamedAttrMap,
): TensorInfo {
  const { graph } = context
  const info = poolInfo(attrs, input!.shape)
  if (context.target.cpu && isTiled(info)) {
    const names = [dy!, input!, output!].map((tensor) => context.name(tensor))
    return context.result(tiledMaxPoolGrad(context, names, info), input!.shape, 'float32')
  }
  const values = toChannelsFirst(context, context.name(input!))
  const maxima = toChannelsFirst(context, context.name(output!))
  const gradient = toChannelsFirst(context, context.name(dy!))
  const zero = graph.scalar(0)
  let taken: string | undefined
  const gradients = taps(context, values, info, Number.NEGATIVE_INFINITY).map((tap) => {
    const isMaximum = graph.node('Equal', [tap, maxima])
    const isFirst =
      taken === undefined ? isMaximum : graph.node('And', [isMaximum, graph.node('Not', [taken])])
    taken = taken === undefined ? isMaximum : graph.node('Or', [taken, isMaximum])
    return graph.node('Where', [isFirst, gradient, zero])
  })
  return context.result(
    toChannelsLast(context, scatterTaps(context, gradients, info)),
    input!.shape,
    'float32',
  )
}

/** Whether every value belongs to just one window. */
function isTiled(info: backend_util.Conv2DInfo): boolean {
  const { filterHeight, filterWidth, outHeight, outWidth } = info
  const { strideHeight, strideWidth, inHeight, inWidth } = info
  return (
    strideHeight === filterHeight &&
    strideWidth === filterWidth &&
    outHeight * filterHeight === inHeight &&
    outWidth * filterWidth === inWidth
  )
}

/**
 * The same where windows tile the image: their rows and columns become axes, so that all work but the last step is on
 * truth values of channels that lie together.
 */
function tiledMaxPoolGrad(
  { graph }: LoweringContext,
  [gradient, values, maxima]: readonly string[],
  { batchSize, outHeight, outWidth, filterHeight, filterWidth, inChannels, inShape }: backend_util.Conv2DInfo,
): string {
  const [height, width] = [filterHeight, filterWidth]
  const rows = batchSize * outHeight
  const windows = (name: string, size: readonly number[]): string =>
    graph.node('Reshape', [name, graph.int64s([rows, size[0]!, outWidth, size[1]!, inChannels])])
  const isMaximum = graph.node('Equal', [windows(values!, [height, width]), windows(maxima!, [1, 1])])
  let taken: string | undefined
  const first = (row: number, column: number): string => {
    const ranges = [
      [row, column],
      [row + 1, column + 1],
      [1, 3],
    ]
    const here = graph.node('Slice', [isMaximum, ...ranges.map((each) => graph.int64s(each))])
    const before = taken
    taken = before === undefined ? here : graph.node('Or', [before, here])
    return before === undefined ? here : graph.node('And', [here, graph.node('Not', [before])])
  }
  const along = (length: number, axis: number, part: (index: number) => string): string => {
    const parts = Array.from({ length }, (_, index) => part(index))
    return length === 1 ? parts[0]! : graph.node('Concat', parts, { axis })
  }
  const isFirst = along(height, 1, (row) => along(width, 3, (column) => first(row, column)))
  const spread = graph.node('Where', [isFirst, windows(gradient!, [1, 1]), graph.scalar(0)])
  return graph.node('Reshape', [spread, graph.int64s(inShape)])
}

/** How many real pixels each window of an average pooling covers, `[1, 1, outHeight, outWidth]`. */
function windowCounts(info: backend_util.Conv2DInfo): Float32Array {
  const along = (start: number, length: number, limit: number): number =>
    Math.min(start + length, limit) - Math.max(start, 0)
  return Float32Array.from({ length: info.outHeight * info.outWidth }, (_, index) => {
    const row = Math.floor(index / info.outWidth) * info.strideHeight - info.padInfo.top
    const column = (index % info.outWidth) * info.strideWidth - info.padInfo.left
    return along(row, info.filterHeight, info.inHeight) * along(column, info.filterWidth, info.inWidth)
  })
}

function avgPoolGrad(
  context: LoweringContext,
  { dy, input }: Readonly<Record<string, TensorInfo>>,
  attrs: NamedAttrMap,
): TensorInfo {
  const { graph } = context
  const info = poolInfo(attrs, input!.shape)
  const counts = graph.constant(windowCounts(info), [1, 1, info.outHeight, info.outWidth], 'float32')
  const share = graph.node('Div', [toChannelsFirst(context, context.name(dy!)), counts])
  const spread = scatterTaps(
    context,
    positions(info).map(() => share),
    info,
  )
  return context.result(toChannelsLast(context, spread), input!.shape, 'float32')
}

function pool(operator: 'MaxPool' | 'AveragePool'): LoweringTable[string] {
  return (context, { x }, attrs) => {
    const info = poolInfo(attrs, x!.shape)
    const { kernel_shape, strides, pads } = windowAttributes(info)
    const view = operator === 'MaxPool' ? viewOf(context, context.name(x!)) : undefined
    const layout = view?.layout ?? 'channels-first'
    const images = toLayout(context, context.name(x!), layout)
    const inner = context.graph.node(layout === 'blocked' ? blocked.maxPool : operator, [images], {
      kernel_shape,
      strides,
      pads,
    })
    return context.result(fromLayout(context, { inner, layout }, info.inChannels), info.outShape, 'float32')
  }
}

export const poolingKernels = {
  MaxPool: pool('MaxPool'),
  MaxPoolGrad: maxPoolGrad,
  AvgPool: pool('AveragePool'),
  AvgPoolGrad: avgPoolGrad,
} satisfies LoweringTable

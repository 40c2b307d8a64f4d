import { backend_util, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core'
import type { LoweringContext, LoweringTable } from '../lowering'
import { applyActivation } from './activation'
import {
  outputPadding,
  toChannelsFirst,
  toChannelsLast,
  toOnnxDepthwiseFilter,
  toOnnxFilter,
  windowAttributes,
} from './layout'
import { assertChannelsLast, joinTaps, taps } from './windows'

type Shape4D = [number, number, number, number]

interface ConvAttrs {
  readonly strides: number | [number, number]
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding
  /** tfjs-layers passes null for 'none' to depthwise convolutions. */
  readonly dilations?: number | [number, number] | null
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
  readonly dataFormat?: string
}

function convInfo(
  attrs: NamedAttrMap,
  input: readonly number[],
  filter: readonly number[],
  depthwise = false,
): backend_util.Conv2DInfo {
  const { strides, pad, dilations, dimRoundingMode, dataFormat } = attrs as NamedAttrMap & ConvAttrs
  assertChannelsLast(dataFormat)
  return backend_util.computeConv2DInfo(
    input as Shape4D,
    filter as Shape4D,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
  )
}

type Window = backend_util.Conv2DInfo & { readonly group: number }

interface ConvInputs {
  readonly x: TensorInfo
  readonly filter: TensorInfo
  readonly bias?: TensorInfo
  readonly preluActivationWeights?: TensorInfo
}

function convolve(
  context: LoweringContext,
  { x, filter, bias, preluActivationWeights }: ConvInputs,
  attrs: NamedAttrMap,
  depthwise: boolean,
): TensorInfo {
  const { graph } = context
  const info = convInfo(attrs, x.shape, filter.shape, depthwise)
  const weights = depthwise
    ? toOnnxDepthwiseFilter(context, filter)
    : toOnnxFilter(context, context.name(filter))
  // A bias of one value per channel belongs into the convolution; a scalar or broader one is added after it.
  const perChannel = bias?.shape.length === 1 && bias.shape[0] === info.outChannels
  const operands = [
    toChannelsFirst(context, context.name(x)),
    weights,
    ...(perChannel ? [context.name(bias)] : []),
  ]
  let output = graph.node('Conv', operands, {
    ...windowAttributes(info),
    group: depthwise ? info.inChannels : 1,
  })
  output = toChannelsLast(context, output)
  if (bias && !perChannel) output = graph.node('Add', [output, context.name(bias)])
  const fused = {
    activation: attrs['activation'] as backend_util.Activation | undefined,
    preluWeights: preluActivationWeights,
    leakyreluAlpha: attrs['leakyreluAlpha'] as number | undefined,
  }
  return context.result(applyActivation(context, output, fused), info.outShape, 'float32')
}

/** The gradient of a convolution with respect to its input is the transposed convolution of `dy`. */
function backpropInput(
  context: LoweringContext,
  dy: TensorInfo,
  weights: string,
  { group, ...info }: Window,
): TensorInfo {
  const output = context.graph.node('ConvTranspose', [toChannelsFirst(context, context.name(dy)), weights], {
    ...windowAttributes(info),
    output_padding: outputPadding(info),
    group,
  })
  return context.result(toChannelsLast(context, output), info.inShape, 'float32')
}

/**
 * The same for stride 1 as an ordinary convolution with the filter turned by 180 degrees and its channels swapped:
 * ONNX Runtime runs it faster than the transposed one.
 */
function backpropInputUnstrided(
  context: LoweringContext,
  dy: TensorInfo,
  filter: TensorInfo,
  info: backend_util.Conv2DInfo,
): TensorInfo {
  const { graph } = context
  const { filterHeight, filterWidth } = info
  const { top, left, bottom, right } = info.padInfo
  const size = [filterHeight, filterWidth]
  const turned =
    filterHeight * filterWidth === 1
      ? context.name(filter)
      : graph.node('Slice', [
          context.name(filter),
          ...[
            [-1, -1],
            [-filterHeight - 1, -filterWidth - 1],
            [0, 1],
            [-1, -1],
          ].map((values) => graph.int64s(values)),
        ])
  const output = graph.node(
    'Conv',
    [toChannelsFirst(context, context.name(dy)), graph.transpose(turned, [2, 3, 0, 1])],
    {
      kernel_shape: size,
      pads: [
        filterHeight - 1 - top,
        filterWidth - 1 - left,
        filterHeight - 1 - bottom,
        filterWidth - 1 - right,
      ],
    },
  )
  return context.result(toChannelsLast(context, output), info.inShape, 'float32')
}

/**
 * The gradient of a convolution with respect to its filter: for each filter position, the product of the input
 * shifted there and `dy`, summed over all windows, as one matrix product `[in, windows] · [windows, out]`. (As one
 * convolution with a filter of the size of `dy` it takes three to four times as long.)
 */
function backpropFilter(
  context: LoweringContext,
  x: TensorInfo,
  dy: TensorInfo,
  info: backend_util.Conv2DInfo,
): TensorInfo {
  const { graph } = context
  const windows = info.batchSize * info.outHeight * info.outWidth
  const channelsFirst = graph.transpose(context.name(x), [3, 0, 1, 2])
  const gradient = graph.node('Reshape', [context.name(dy), graph.int64s([windows, info.outChannels])])
  const matrix = graph.int64s([info.inChannels, windows])
  const products = taps(context, channelsFirst, info).map((shifted) =>
    graph.node('MatMul', [graph.node('Reshape', [shifted, matrix]), gradient]),
  )
  const joined = joinTaps(context, products, 0)
  return context.result(
    graph.node('Reshape', [joined, graph.int64s(info.filterShape)]),
    info.filterShape,
    'float32',
  )
}

/**
 * The same for a depthwise convolution, as one convolution of the input with `dy` as its filter: every channel of
 * every image is a group of its own, strides and dilations change places, and the images are summed. It takes a
 * quarter of the time of the matrix products above, which here would be of one row and one column.
 */
function depthwiseBackpropFilter(
  context: LoweringContext,
  x: TensorInfo,
  dy: TensorInfo,
  info: backend_util.Conv2DInfo,
): TensorInfo {
  const { graph } = context
  const { batchSize, inHeight, inWidth, outHeight, outWidth, inChannels } = info
  const { strideHeight, strideWidth, dilationHeight, dilationWidth } = info
  const [height, width, , multiplier] = info.filterShape as Shape4D
  const { top, left } = info.padInfo
  const groups = batchSize * inChannels
  const planes = (name: string, shape: readonly number[]): string =>
    graph.node('Reshape', [toChannelsFirst(context, name), graph.int64s(shape)])
  const spread = graph.node(
    'Conv',
    [
      planes(context.name(x), [1, groups, inHeight, inWidth]),
      planes(context.name(dy), [groups * multiplier, 1, outHeight, outWidth]),
    ],
    {
      group: groups,
      kernel_shape: [outHeight, outWidth],
      strides: [dilationHeight, dilationWidth],
      dilations: [strideHeight, strideWidth],
      pads: [
        top,
        left,
        paddingAfter(inHeight + top, (outHeight - 1) * strideHeight, (height - 1) * dilationHeight),
        paddingAfter(inWidth + left, (outWidth - 1) * strideWidth, (width - 1) * dilationWidth),
      ],
    },
  )
  // Rows and columns that no window reached give positions beyond the filter.
  const own = graph.node('Slice', [
    spread,
    ...[
      [0, 0],
      [height, width],
      [2, 3],
    ].map((each) => graph.int64s(each)),
  ])
  const perImage = graph.node('Reshape', [
    own,
    graph.int64s([batchSize, inChannels, multiplier, height, width]),
  ])
  const summed = graph.node('ReduceSum', [perImage, graph.int64s([0])], { keepdims: 0 })
  return context.result(graph.transpose(summed, [2, 3, 0, 1]), info.filterShape, 'float32')
}

/** What is missing after `edge` values for the last of the windows' last positions. */
function paddingAfter(edge: number, lastWindow: number, lastPosition: number): number {
  return Math.max(0, lastWindow + lastPosition + 1 - edge)
}

export const convolutionKernels = {
  Conv2D: (context, inputs, attrs) =>
    convolve(context, inputs as Record<'x' | 'filter', TensorInfo>, attrs, false),
  FusedConv2D: (context, inputs, attrs) =>
    convolve(context, inputs as Record<'x' | 'filter', TensorInfo>, attrs, false),
  DepthwiseConv2dNative: (context, inputs, attrs) =>
    convolve(context, inputs as Record<'x' | 'filter', TensorInfo>, attrs, true),
  FusedDepthwiseConv2D: (context, inputs, attrs) =>
    convolve(context, inputs as Record<'x' | 'filter', TensorInfo>, attrs, true),
  Conv2DBackpropInput: (context, { dy, filter }, attrs) => {
    const info = convInfo(attrs, attrs['inputShape'] as number[], filter!.shape)
    const { top, left, bottom, right } = info.padInfo
    const unstrided = info.strideHeight === 1 && info.strideWidth === 1
    if (unstrided && Math.max(top, bottom) < info.filterHeight && Math.max(left, right) < info.filterWidth) {
      return backpropInputUnstrided(context, dy!, filter!, info)
    }
    return backpropInput(context, dy!, toOnnxFilter(context, context.name(filter!)), { ...info, group: 1 })
  },
  Conv2DBackpropFilter: (context, { x, dy }, attrs) =>
    backpropFilter(context, x!, dy!, convInfo(attrs, x!.shape, attrs['filterShape'] as number[])),
  DepthwiseConv2dNativeBackpropInput: (context, { dy, filter }, attrs) => {
    const info = convInfo(attrs, attrs['inputShape'] as number[], filter!.shape, true)
    return backpropInput(context, dy!, toOnnxDepthwiseFilter(context, filter!), {
      ...info,
      group: info.inChannels,
    })
  },
  DepthwiseConv2dNativeBackpropFilter: (context, { x, dy }, attrs) =>
    depthwiseBackpropFilter(
      context,
      x!,
      dy!,
      convInfo(attrs, x!.shape, attrs['filterShape'] as number[], true),
    ),
} satisfies LoweringTable

import { backend_util, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core'
import type { LoweringContext, LoweringTable } from '../lowering'
import { applyActivation } from './activation'
import { convolveInBlocks, suitsBlocks } from './blocked-convolution'
import {
  fromLayout,
  outputPadding,
  toChannelsFirst,
  toChannelsLast,
  toOnnxDepthwiseFilter,
  toOnnxFilter,
  windowAttributes,
} from './layout'
import { filterGradient, paddingAfter } from './filter-gradient'
import { assertChannelsLast } from './windows'

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
  // A bias of one value per channel belongs into the convolution; a scalar or broader one is added after it.
  const perChannel = bias?.shape.length === 1 && bias.shape[0] === info.outChannels
  const convolution = { x, filter, bias: perChannel ? [context.name(bias)] : [], info }
  let output = depthwise ? convolveDepthwise(context, convolution) : convolveFull(context, convolution)
  if (bias && !perChannel) output = graph.node('Add', [output, context.name(bias)])
  const fused = {
    activation: attrs['activation'] as backend_util.Activation | undefined,
    preluWeights: preluActivationWeights,
    leakyreluAlpha: attrs['leakyreluAlpha'] as number | undefined,
  }
  return context.result(applyActivation(context, output, fused), info.outShape, 'float32')
}

interface Convolution {
  readonly x: TensorInfo
  readonly filter: TensorInfo
  readonly bias: readonly string[]
  readonly info: backend_util.Conv2DInfo
}

function convolveFull(context: LoweringContext, { info, ...operands }: Convolution): string {
  if (!suitsBlocks(context, operands.x, info.outChannels)) {
    const weights = toOnnxFilter(context, context.name(operands.filter))
    return convolveChannelsFirst(context, weights, { info, ...operands, group: 1 })
  }
  const attributes = windowAttributes(info)
  const inner = convolveInBlocks(context, { ...operands, turned: false, attributes })
  return fromLayout(context, { inner, layout: 'blocked' }, info.outChannels)
}

function convolveDepthwise(context: LoweringContext, convolution: Convolution): string {
  const weights = toOnnxDepthwiseFilter(context, convolution.filter)
  return convolveChannelsFirst(context, weights, { ...convolution, group: convolution.info.inChannels })
}

function convolveChannelsFirst(
  context: LoweringContext,
  weights: string,
  { x, bias, info, group }: Convolution & { readonly group: number },
): string {
  const images = toChannelsFirst(context, context.name(x))
  const output = context.graph.node('Conv', [images, weights, ...bias], { ...windowAttributes(info), group })
  return toChannelsLast(context, output)
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
  const [height, width] = [info.filterHeight, info.filterWidth]
  const { top, left, bottom, right } = info.padInfo
  const attributes = {
    kernel_shape: [height, width],
    pads: [height - 1 - top, width - 1 - left, height - 1 - bottom, width - 1 - right],
  }
  const layout = suitsBlocks(context, dy, info.inChannels) ? 'blocked' : 'channels-first'
  const inner =
    layout === 'blocked'
      ? convolveInBlocks(context, { x: dy, filter, turned: true, attributes, bias: [] })
      : graph.node(
          'Conv',
          [toChannelsFirst(context, context.name(dy)), turnedFilter(context, filter)],
          attributes,
        )
  return context.result(fromLayout(context, { inner, layout }, info.inChannels), info.inShape, 'float32')
}

/** `[in, out, height, width]` with height and width from last to first. */
function turnedFilter(context: LoweringContext, filter: TensorInfo): string {
  const { graph } = context
  const [height, width] = filter.shape as Shape4D
  if (height * width === 1) return graph.transpose(context.name(filter), [2, 3, 0, 1])
  const ranges = [
    [-1, -1],
    [-height - 1, -width - 1],
    [0, 1],
    [-1, -1],
  ]
  const turned = graph.node('Slice', [context.name(filter), ...ranges.map((each) => graph.int64s(each))])
  return graph.transpose(turned, [2, 3, 0, 1])
}

/**
 * The gradient of a depthwise convolution with respect to its filter, as one convolution of the input with `dy` as its
 * filter: every channel of every image is a group of its own, strides and dilations change places, and the images are
 * summed. It takes a quarter of the time of matrix products, which here would be of one row and one column.
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
    filterGradient(context, { x: x!, dy: dy! }, convInfo(attrs, x!.shape, attrs['filterShape'] as number[])),
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

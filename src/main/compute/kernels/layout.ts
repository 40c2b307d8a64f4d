import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import { StudioError } from '../../../shared/errors'
import type { LoweringContext } from '../lowering'

/**
 * ONNX Runtime's operators for images whose channels lie in blocks: `[batch, channels / block, height, width, block]`,
 * which it calls `[batch, channels, height, width]`. It uses them by itself where weights are constants.
 */
export const blocked = {
  reorderInput: 'com.microsoft.nchwc.ReorderInput',
  reorderOutput: 'com.microsoft.nchwc.ReorderOutput',
  conv: 'com.microsoft.nchwc.Conv',
  maxPool: 'com.microsoft.nchwc.MaxPool',
} as const

/** How the images behind a channels-last value lie. */
export type Layout = 'channels-first' | 'blocked'

/** A channels-last value that is made of another one. */
export interface View {
  readonly inner: string
  readonly layout: Layout
}

const toLast = [0, 2, 3, 1]

/** The images that a channels-last value is made of, if it is. */
export function viewOf({ graph }: LoweringContext, name: string): View | undefined {
  const producer = graph.producer(name)
  if (!producer) return undefined
  const { op, inputs, attributes } = producer
  const inner = inputs[0]!
  if (op === blocked.reorderOutput && attributes['channels_last'] === 1) return { inner, layout: 'blocked' }
  const isTurned = op === 'Transpose' && String(attributes['perm']) === String(toLast)
  return isTurned ? { inner, layout: 'channels-first' } : undefined
}

/** The channels-last value over images in a layout. */
export function fromLayout({ graph }: LoweringContext, { inner, layout }: View, channels: number): string {
  return layout === 'blocked'
    ? graph.node(blocked.reorderOutput, [inner], { channels, channels_last: 1 })
    : graph.transpose(inner, toLast)
}

/** The images of a channels-last value in a layout; conversions that cancel are left out. */
export function toLayout(context: LoweringContext, name: string, layout: Layout): string {
  return layout === 'blocked' ? toBlocked(context, name) : toChannelsFirst(context, name)
}

function toBlocked(context: LoweringContext, name: string): string {
  const view = viewOf(context, name)
  if (view?.layout === 'blocked') return view.inner
  return view
    ? context.graph.node(blocked.reorderInput, [view.inner])
    : context.graph.node(blocked.reorderInput, [name], { channels_last: 1 })
}

/** tfjs is channels-last, ONNX channels-first; ONNX Runtime and the builder remove the pairs that cancel. */
export function toChannelsFirst(context: LoweringContext, name: string): string {
  const view = viewOf(context, name)
  if (view?.layout !== 'blocked') return context.graph.transpose(name, [0, 3, 1, 2])
  const channels = context.graph.producer(name)!.attributes['channels'] as number
  return context.graph.node(blocked.reorderOutput, [view.inner], { channels })
}

export function toChannelsLast({ graph }: LoweringContext, name: string): string {
  return graph.transpose(name, toLast)
}

/**
 * Applies an elementwise operator where its operands lie: if one of them is a view, the operator works on images in
 * that layout, and the others are brought there. Scalars fit any layout.
 */
export function whereItLies(
  context: LoweringContext,
  operands: readonly TensorInfo[],
  emit: (names: readonly string[]) => string,
): string {
  const names = operands.map((operand) => context.name(operand))
  const images = operands.filter(({ shape }) => shape.length > 0)
  const [first] = images
  const fits = first?.shape.length === 4 && images.every(({ shape }) => shape.join() === first.shape.join())
  const layouts = fits ? names.map((name) => viewOf(context, name)?.layout) : []
  const layout = layouts.includes('blocked') ? 'blocked' : layouts.find((each) => each !== undefined)
  if (layout === undefined) return emit(names)
  const inner = operands.map(({ shape }, index) =>
    shape.length === 0 ? names[index]! : toLayout(context, names[index]!, layout),
  )
  return fromLayout(context, { inner: emit(inner), layout }, first!.shape[3]!)
}

/** `[height, width, in, out]` to ONNX's `[out, in, height, width]`. */
export function toOnnxFilter({ graph }: LoweringContext, name: string): string {
  return graph.transpose(name, [3, 2, 0, 1])
}

/** A depthwise filter `[height, width, channels, multiplier]` to `[channels · multiplier, 1, height, width]`. */
export function toOnnxDepthwiseFilter(context: LoweringContext, filter: TensorInfo): string {
  const [height, width, channels, multiplier] = filter.shape as [number, number, number, number]
  const shape = context.graph.int64s([height, width, 1, channels * multiplier])
  return toOnnxFilter(context, context.graph.node('Reshape', [context.name(filter), shape]))
}

/**
 * Padding at the end of an axis with which ONNX makes as many windows as tfjs: less than `padInfo` has where the last
 * window does not reach it, more where the number of windows is rounded up.
 */
function endPadding(axis: {
  readonly out: number
  readonly stride: number
  readonly window: number
  readonly start: number
  readonly length: number
}): number {
  const needed = (axis.out - 1) * axis.stride + axis.window - axis.start - axis.length
  if (needed > -axis.stride) return Math.max(0, needed)
  throw new StudioError(
    'compute/not-compilable',
    `A padding given as one number needs windows and strides that are equal in height and width: tfjs counts ` +
      `${axis.out} windows along an axis that has room for more. Give the padding as [[0, 0], [top, bottom], [left, right], [0, 0]].`,
  )
}

/** @throws StudioError `compute/not-compilable` where tfjs leaves out windows that ONNX would make */
function endPaddings(info: backend_util.Conv2DInfo): [bottom: number, right: number] {
  return [
    endPadding({
      out: info.outHeight,
      stride: info.strideHeight,
      window: info.effectiveFilterHeight,
      start: info.padInfo.top,
      length: info.inHeight,
    }),
    endPadding({
      out: info.outWidth,
      stride: info.strideWidth,
      window: info.effectiveFilterWidth,
      start: info.padInfo.left,
      length: info.inWidth,
    }),
  ]
}

/** The window of a convolution or pooling as ONNX attributes. */
export function windowAttributes(info: backend_util.Conv2DInfo): {
  kernel_shape: number[]
  strides: number[]
  pads: number[]
  dilations: number[]
} {
  const { top, left } = info.padInfo
  const [bottom, right] = endPaddings(info)
  return {
    kernel_shape: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    pads: [top, left, bottom, right],
    dilations: [info.dilationHeight, info.dilationWidth],
  }
}

/** Rows and columns that a transposed convolution must add at the end to reach the size of the original input. */
export function outputPadding(info: backend_util.Conv2DInfo): number[] {
  const { top, left } = info.padInfo
  const [bottom, right] = endPaddings(info)
  const height = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight - top - bottom
  const width = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth - left - right
  return [info.inHeight - height, info.inWidth - width]
}

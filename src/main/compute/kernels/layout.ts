import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import { StudioError } from '../../../shared/errors'
import type { LoweringContext } from '../lowering'

/** tfjs is channels-last, ONNX channels-first; ONNX Runtime and the builder remove the pairs that cancel. */
export function toChannelsFirst({ graph }: LoweringContext, name: string): string {
  return graph.transpose(name, [0, 3, 1, 2])
}

export function toChannelsLast({ graph }: LoweringContext, name: string): string {
  return graph.transpose(name, [0, 2, 3, 1])
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

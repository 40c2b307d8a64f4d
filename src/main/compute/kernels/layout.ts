import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { backend_util } from '@tensorflow/tfjs-core'
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

/** The window of a convolution or pooling as ONNX attributes. */
export function windowAttributes(info: backend_util.Conv2DInfo): {
  kernel_shape: number[]
  strides: number[]
  pads: number[]
  dilations: number[]
} {
  const { top, left, bottom, right } = info.padInfo
  return {
    kernel_shape: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    pads: [top, left, bottom, right],
    dilations: [info.dilationHeight, info.dilationWidth],
  }
}

/** Rows and columns that a transposed convolution must add at the end to reach the size of the original input. */
export function outputPadding(info: backend_util.Conv2DInfo): number[] {
  const { top, left, bottom, right } = info.padInfo
  const height = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight - top - bottom
  const width = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth - left - right
  return [info.inHeight - height, info.inWidth - width]
}

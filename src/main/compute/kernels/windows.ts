import type { backend_util } from '@tensorflow/tfjs-core'
import { StudioError } from '../../../shared/errors'
import type { LoweringContext } from '../lowering'

/** @throws StudioError `compute/not-compilable` for channels-first data, which tfjs' own CPU kernels refuse too */
export function assertChannelsLast(dataFormat: string | undefined): void {
  if (dataFormat === undefined || dataFormat === 'NHWC' || dataFormat === 'channelsLast') return
  throw new StudioError(
    'compute/not-compilable',
    `Images must be channels-last (NHWC); the program asks for ${dataFormat}.`,
  )
}

/**
 * For each position of a convolution's or pooling's window, row by row, the input value that each window has there.
 * `name` has shape `[_, _, height, width]`; each result has `[_, _, outHeight, outWidth]`. Padding is `padding`.
 */
export function taps(
  { graph }: LoweringContext,
  name: string,
  info: backend_util.Conv2DInfo,
  padding = 0,
): string[] {
  const { top, left } = info.padInfo
  const rows = (info.outHeight - 1) * info.strideHeight + 1
  const columns = (info.outWidth - 1) * info.strideWidth + 1
  const below = Math.max(0, rows - 1 + info.effectiveFilterHeight - top - info.inHeight)
  const right = Math.max(0, columns - 1 + info.effectiveFilterWidth - left - info.inWidth)
  const needsPadding = top + left + below + right > 0
  const pads = [0, 0, top, left, 0, 0, below, right]
  const padded = needsPadding ? graph.node('Pad', [name, graph.int64s(pads), graph.scalar(padding)]) : name
  const steps = graph.int64s([info.strideHeight, info.strideWidth])
  const axes = graph.int64s([2, 3])
  const slice = (row: number, column: number): string =>
    graph.node('Slice', [
      padded,
      graph.int64s([row, column]),
      graph.int64s([row + rows, column + columns]),
      axes,
      steps,
    ])
  return positions(info).map(([row, column]) => slice(row, column))
}

/** Offsets of a window's positions, row by row. */
export function positions(info: backend_util.Conv2DInfo): [row: number, column: number][] {
  return Array.from({ length: info.filterHeight * info.filterWidth }, (_, index) => [
    Math.floor(index / info.filterWidth) * info.dilationHeight,
    (index % info.filterWidth) * info.dilationWidth,
  ])
}

export function joinTaps({ graph }: LoweringContext, parts: readonly string[], axis: number): string {
  return parts.length === 1 ? parts[0]! : graph.node('Concat', parts, { axis })
}

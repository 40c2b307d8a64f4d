import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Attribute } from '../graph-builder'
import type { LoweringContext } from '../lowering'
import { blocked, toChannelsFirst, toLayout, viewOf } from './layout'

/**
 * Whether to convolve `x` in the blocked layout, in which the CPU provider takes four fifths of the time: where `x` lies
 * in it already, so that nothing is brought there and back, or has so few channels that it is taken as it is.
 */
export function suitsBlocks(context: LoweringContext, x: TensorInfo, outChannels: number): boolean {
  const block = context.target.channelBlock
  if (block === 0 || outChannels % block !== 0) return false
  const inChannels = x.shape[3]!
  if (inChannels < block) return true
  return viewOf(context, context.name(x))?.layout === 'blocked'
}

export interface BlockedConvolution {
  readonly x: TensorInfo
  /** `[height, width, in, out]`; for the gradient of a convolution its own filter, whose two ends change places. */
  readonly filter: TensorInfo
  readonly turned: boolean
  readonly attributes: Readonly<Record<string, Attribute>>
  /** Names of one value per channel to add, or none. */
  readonly bias: readonly string[]
}

/** The convolution of `x` in the blocked layout: the images, not the channels-last value over them. */
export function convolveInBlocks(context: LoweringContext, convolution: BlockedConvolution): string {
  const { x, bias, attributes } = convolution
  const asItIs = x.shape[3]! < context.target.channelBlock
  const images = asItIs
    ? toChannelsFirst(context, context.name(x))
    : toLayout(context, context.name(x), 'blocked')
  return context.graph.node(blocked.conv, [images, blockedFilter(context, convolution), ...bias], attributes)
}

/**
 * The filter in blocks of output and, unless there are fewer than a block, input channels. What works for the layout of
 * images works for one of its two axes of channels too, on all threads; the other one then moves in whole blocks.
 */
function blockedFilter(context: LoweringContext, { filter, turned }: BlockedConvolution): string {
  const { graph, target } = context
  const [height, width, first, second] = filter.shape as [number, number, number, number]
  const [inChannels, outChannels] = turned ? [second, first] : [first, second]
  const positions = height * width
  const rows = graph.node('Reshape', [context.name(filter), graph.int64s([positions, first, 1, second])])
  const outBlocks = turned
    ? graph.node(blocked.reorderInput, [reversed(context, rows, positions)])
    : graph.node(blocked.reorderInput, [rows], { channels_last: 1 })
  const block = target.channelBlock
  const inBlock = inChannels < block ? 1 : block
  const blocks = [positions, outChannels / block, inChannels / inBlock, inBlock * block]
  const moved = graph.node('Transpose', [graph.node('Reshape', [outBlocks, graph.int64s(blocks)])], {
    perm: [1, 2, 0, 3],
  })
  return graph.node('Reshape', [moved, graph.int64s([outChannels, inChannels, height, width])])
}

/** The filter's positions from last to first, which turns it by 180 degrees. */
function reversed({ graph }: LoweringContext, rows: string, positions: number): string {
  const order = Array.from({ length: positions }, (_, index) => positions - 1 - index)
  return graph.node('Gather', [rows, graph.int64s(order)], { axis: 0 })
}

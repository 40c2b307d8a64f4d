import type { ChannelAxis } from '../pruning/channel-group'
import type { Parameter } from './network'

/** The axis of a parameter along which channels lie; negative indices count from the last axis. */
export function channelAxis({ name, variable }: Parameter, index: number): ChannelAxis {
  const { shape } = variable
  return { parameter: name, shape, axis: index < 0 ? shape.length + index : index }
}

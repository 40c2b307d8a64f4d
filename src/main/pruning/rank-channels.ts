import type { ChannelGroup } from './channel-group'
import type { PrunableLayer } from './prunable-layer'

/** The channels of a group that are still in use, the one of largest norm first. */
export interface RankedGroup {
  readonly group: ChannelGroup
  readonly ranking: readonly number[]
}

/**
 * Ranks a group's channels by the sum of the absolute weights of their producer that are in use, in double precision.
 * Of equal ones, the lower index is the first to go. A channel without any weight left is not ranked.
 * @param layer the group's producer
 */
export function rankChannels(group: ChannelGroup, { weights, mask }: PrunableLayer): RankedGroup {
  const norms = new Float64Array(group.channels)
  const kept = new Uint32Array(group.channels)
  // The producer's last axis are the channels.
  for (let start = 0; start < weights.length; start += group.channels) {
    for (let channel = 0; channel < group.channels; channel++) {
      norms[channel]! += mask[start + channel]! * Math.abs(weights[start + channel]!)
      kept[channel]! += mask[start + channel]!
    }
  }
  const inUse = [...kept.keys()].filter((channel) => kept[channel]! > 0)
  return { group, ranking: inUse.sort((a, b) => norms[b]! - norms[a]! || b - a) }
}

import { axesOf, elementCount, visitRuns, type ChannelGroup } from './channel-group'
import type { Masks } from './criterion'
import { fullMask, type PrunableLayer } from './prunable-layer'

/**
 * Masks that take channels out of use: every weight that makes one, and every weight that reads one.
 * @param kept for each group, `[channels]` of 1 for a channel that stays
 * @param layers with the masks of earlier steps, which stay in force
 */
export function maskChannels(
  groups: readonly ChannelGroup[],
  kept: readonly Uint8Array[],
  layers: readonly PrunableLayer[],
): Masks {
  const masks = new Map<string, Uint8Array>(layers.map(({ name, mask }) => [name, mask.slice()]))
  groups.forEach((group, index) => {
    for (const axis of axesOf(group)) {
      const mask = masks.get(axis.parameter) ?? fullMask(elementCount(axis))
      masks.set(axis.parameter, mask)
      visitRuns(axis, group.channels, (channel, start, end) => {
        if (kept[index]![channel] === 0) mask.fill(0, start, end)
      })
    }
  })
  return masks
}

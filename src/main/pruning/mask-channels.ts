import { axesOf, elementCount, type ChannelAxis, type ChannelGroup } from './channel-group'
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
      clearOthers(mask, axis, kept[index]!)
    }
  })
  return masks
}

/** Clears what belongs to channels that are not kept. Plain loops, because a kernel can have 100 million elements. */
function clearOthers(mask: Uint8Array, { shape, axis }: ChannelAxis, kept: Uint8Array): void {
  const length = shape[axis]!
  const inner = shape.slice(axis + 1).reduce((product, edge) => product * edge, 1)
  const along = Uint8Array.from({ length }, (_, position) => kept[position % kept.length]!)
  for (let start = 0; start < mask.length;) {
    for (let position = 0; position < length; position++, start += inner) {
      if (along[position] === 1) continue
      for (let i = start; i < start + inner; i++) mask[i] = 0
    }
  }
}

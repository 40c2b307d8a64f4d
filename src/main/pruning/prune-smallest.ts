import type { PrunableLayer } from './prunable-layer'

/** A float's bits without its sign order as its magnitude does: the upper 16 and lower 15 of them are one digit each. */
const magnitudeBits = 0x7fffffff
const lowBits = 15
const lowMask = (1 << lowBits) - 1

/**
 * Masks out the `count` weights of smallest magnitude among those in use, taken over all `layers` together. Ties
 * go by position: earlier layers first, then the lowest index. -0 and 0 tie. Weights that were masked out stay so
 * and are not counted.
 *
 * A radix selection on the bits of the floats: three passes over the weights, no copy and no sort, so that a
 * dense layer of 100 million weights takes about a second, whatever its values.
 * @param layers finite weights only (`checkLayers`)
 * @param count 0 to the number of weights in use
 * @returns a new mask for each layer, in order
 */
export function pruneSmallest(layers: readonly PrunableLayer[], count: number): readonly Uint8Array[] {
  const masks = layers.map((layer) => layer.mask.slice())
  if (count === 0) return masks
  const high = locate(
    histogram(layers, (bits) => bits >>> lowBits, 1 << 16),
    count,
  )
  const low = locate(
    histogram(layers, (bits) => (bits >>> lowBits === high.bin ? bits & lowMask : -1), 1 << lowBits),
    count - high.below,
  )
  const threshold = high.bin * (1 << lowBits) + low.bin
  let ties = count - high.below - low.below
  layers.forEach((layer, index) => {
    ties = clearUpTo(threshold, ties, bitsOf(layer.weights), masks[index]!)
  })
  return masks
}

function bitsOf(weights: Float32Array): Uint32Array {
  return new Uint32Array(weights.buffer, weights.byteOffset, weights.length)
}

/** How many weights in use fall into each bin; bin -1 is left out. */
function histogram(
  layers: readonly PrunableLayer[],
  binOf: (bits: number) => number,
  bins: number,
): Uint32Array {
  const counts = new Uint32Array(bins)
  for (const { weights, mask } of layers) {
    const bits = bitsOf(weights)
    for (let i = 0; i < bits.length; i++) {
      if (mask[i] === 0) continue
      const bin = binOf(bits[i]! & magnitudeBits)
      if (bin >= 0) counts[bin]!++
    }
  }
  return counts
}

/** The bin that holds the `rank`-th smallest entry (from 1), and how many entries lie in the bins below it. */
function locate(counts: Uint32Array, rank: number): { readonly bin: number; readonly below: number } {
  let below = 0
  let bin = 0
  while (below + counts[bin]! < rank) below += counts[bin++]!
  return { bin, below }
}

/** Clears what is below the threshold and the first `ties` entries at it. @returns ties still to take */
function clearUpTo(threshold: number, ties: number, bits: Uint32Array, mask: Uint8Array): number {
  let left = ties
  for (let i = 0; i < bits.length; i++) {
    if (mask[i] === 0) continue
    const magnitude = bits[i]! & magnitudeBits
    if (magnitude < threshold) mask[i] = 0
    else if (magnitude === threshold && left > 0) {
      mask[i] = 0
      left--
    }
  }
  return left
}

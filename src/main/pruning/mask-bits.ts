import { StudioError } from '../../shared/errors'

/**
 * A mask as bits: weight i is bit i mod 8 of byte i div 8, least significant first (numpy's
 * `packbits(bitorder='little')`); unused bits of the last byte are 0.
 * @param mask `[count]` of 0 and 1
 * @returns `[ceil(count / 8)]`
 */
export function packMask(mask: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil(mask.length / 8))
  for (let i = 0; i < mask.length; i++) packed[i >> 3]! |= mask[i]! << (i & 7)
  return packed
}

/**
 * The mask of `count` weights that `packMask` packed, bit for bit.
 * @throws StudioError `pruning/bad-request` if the bytes cannot be a mask of so many weights
 */
export function unpackMask(packed: Uint8Array, count: number): Uint8Array {
  const length = Math.ceil(count / 8)
  const spare = count % 8 === 0 ? 0 : packed[length - 1]! >> (count % 8)
  if (packed.length !== length || spare !== 0) {
    throw new StudioError(
      'pruning/bad-request',
      `A stored mask has ${packed.length} bytes${spare === 0 ? '' : ' with bits set beyond its end'}, but ` +
        `${count} weights need ${length}. The file is damaged or belongs to another network: prune again ` +
        'from the model before.',
    )
  }
  const mask = new Uint8Array(count)
  for (let i = 0; i < count; i++) mask[i] = (packed[i >> 3]! >> (i & 7)) & 1
  return mask
}

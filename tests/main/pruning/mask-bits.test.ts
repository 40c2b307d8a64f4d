import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packMask, unpackMask } from '../../../src/main/pruning/mask-bits'

test('bit i mod 8 of byte i div 8, least significant first', () => {
  // 1 + 2 + 8 = 11 in the first byte, 2 in the second.
  const mask = Uint8Array.of(1, 1, 0, 1, 0, 0, 0, 0, 0, 1)
  expect([...packMask(mask)]).toEqual([11, 2])
  expect([...unpackMask(Uint8Array.of(11, 2), 10)]).toEqual([...mask])
})

test('any mask of any length comes back bit for bit', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 70 }), (bits) => {
      const mask = Uint8Array.from(bits)
      const packed = packMask(mask)
      expect(packed).toHaveLength(Math.ceil(mask.length / 8))
      expect(unpackMask(packed, mask.length)).toEqual(mask)
    }),
  )
})

test('bytes that cannot be such a mask are refused', () => {
  expect(() => unpackMask(Uint8Array.of(1), 9)).toThrow('9 weights need 2')
  expect(() => unpackMask(Uint8Array.of(1, 2, 3), 16)).toThrow('16 weights need 2')
  expect(() => unpackMask(Uint8Array.of(0, 4), 10)).toThrow('bits set beyond its end')
})

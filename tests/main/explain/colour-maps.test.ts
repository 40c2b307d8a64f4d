import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { colourMapKinds } from '../../../src/shared/maps'
import { colourMaps, colourOffset } from '../../../src/main/explain/colour-maps'

/** SHA-256 of matplotlib 3.11's `colormaps[name](np.arange(256), bytes=True)[:, :3].tobytes()`. */
const matplotlibDigests = {
  jet: 'c1b7b97444ebebfc30a590ce3eada7cffefb868960c6c39fd4ed1ff7a40712e9',
  viridis: '96a1f6f37d4041f953def955ffb8b9ea2110a9b4e3c9b701182d48f7a9774c58',
  inferno: '8092f65256023cefa85fe1136f4f398a2a9f35e9fdf414176b33cce639c44318',
  cividis: '8a6c6bf382be7cc30a8cbbefab8d5580471f07c59e828295e414c3f350504e29',
}

test.each(colourMapKinds)('%s has matplotlib’s bytes', (kind) => {
  expect(colourMaps[kind]).toHaveLength(256 * 3)
  expect(createHash('sha256').update(colourMaps[kind]).digest('hex')).toBe(matplotlibDigests[kind])
})

test('jet runs from dark blue over green to dark red', () => {
  const at = (index: number) => [...colourMaps.jet.subarray(index * 3, index * 3 + 3)]
  // 0: blue 0.5 x 255 = 127.5, cut. 255: red likewise. 64: 64 / 255 = 0.251 is half-way from 0.125 to 0.375.
  expect([at(0), at(64), at(255)]).toEqual([
    [0, 0, 127],
    [0, 128, 255],
    [127, 0, 0],
  ])
})

test('values fall into 256 equal bins, and what is outside takes the ends', () => {
  expect([0, 1 / 256, 0.5, 0.999, 1, 2, -1].map((value) => colourOffset(value) / 3)).toEqual([
    0, 1, 128, 255, 255, 255, 0,
  ])
})

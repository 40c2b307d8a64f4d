import { expect, test } from 'vitest'
import { resizeBicubic } from '../../../src/main/explain/resize-bicubic'
import type { ScalarMap } from '../../../src/main/explain/scalar-map'

/** float32 leaves about 7 digits; these values are below 30. */
const pillowTolerance = 2e-6

function mapOf(rows: readonly (readonly number[])[]): ScalarMap {
  return { width: rows[0]!.length, height: rows.length, values: Float32Array.from(rows.flat()) }
}

function expectValues(map: ScalarMap, expected: readonly (readonly number[])[]): void {
  expect([map.height, map.width]).toEqual([expected.length, expected[0]!.length])
  map.values.forEach((value, i) => {
    expect(Math.abs(value - expected.flat()[i]!)).toBeLessThan(pillowTolerance)
  })
}

// Expected values: Image.fromarray(float32 array, 'F').resize(size, Image.BICUBIC) of Pillow 9.4 and 13.0.
test('2 x 2 to 4 x 4', () => {
  expectValues(
    resizeBicubic(
      mapOf([
        [0, 1],
        [2, 3],
      ]),
      4,
      4,
    ),
    [
      [-0.2647058963775635, 0.03067227452993393, 0.6163865923881531, 0.9117646813392639],
      [0.32605043053627014, 0.6214285492897034, 1.2071428298950195, 1.50252103805542],
      [1.49747896194458, 1.7928571701049805, 2.3785715103149414, 2.673949718475342],
      [2.088235378265381, 2.383613348007202, 2.969327688217163, 3.2647058963775635],
    ],
  )
})

test('3 x 2 to 5 x 3: sizes that do not divide', () => {
  expectValues(
    resizeBicubic(
      mapOf([
        [0, 1, 4],
        [9, 16, 25],
      ]),
      5,
      3,
    ),
    [
      [-0.6377854943275452, -0.4964650273323059, 0.01315789483487606, 1.7317359447479248, 2.81504487991333],
      [4.198112964630127, 5.634328365325928, 8.5, 12.574626922607422, 14.95283031463623],
      [9.034011840820312, 11.765121459960938, 16.986841201782227, 23.417518615722656, 27.09061622619629],
    ],
  )
})

test('6 x 5 to 2 x 3: shrinking averages (antialias)', () => {
  // (6 row + column)² mod 17
  const rows = Array.from({ length: 5 }, (_, y) => Array.from({ length: 6 }, (_, x) => (6 * y + x) ** 2 % 17))
  expectValues(resizeBicubic(mapOf(rows), 2, 3), [
    [6.058502197265625, 10.963765144348145],
    [9.894492149353027, 5.521787166595459],
    [10.48987865447998, 8.413562774658203],
  ])
})

test('7 x 7 to 224 x 224, as the published maps', () => {
  const values = Float32Array.from({ length: 49 }, (_, i) => ((i * 37) % 49) / 48)
  const { values: large } = resizeBicubic({ width: 7, height: 7, values }, 224, 224)
  expect(large).toHaveLength(50176)
  expect(large.reduce((sum, value) => sum + value, 0)).toBeCloseTo(25087.272466229948, 3)
  const expected = [
    [0, 0, -0.14736726880073547],
    [0, 223, 0.4588514268398285],
    [10, 77, 0.5270642638206482],
    [111, 112, 0.13328684866428375],
    [150, 31, 0.44971850514411926],
    [223, 223, 0.11296103894710541],
  ] as const
  for (const [y, x, value] of expected)
    expect(Math.abs(large[y * 224 + x]! - value)).toBeLessThan(pillowTolerance)
})

test('one value stays one value, and the same size stays as it is', () => {
  expectValues(resizeBicubic(mapOf([[3]]), 4, 2), [
    [3, 3, 3, 3],
    [3, 3, 3, 3],
  ])
  expectValues(
    resizeBicubic(
      mapOf([
        [1, 2],
        [4, 8],
      ]),
      2,
      2,
    ),
    [
      [1, 2],
      [4, 8],
    ],
  )
})

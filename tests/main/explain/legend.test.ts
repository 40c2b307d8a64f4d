import { expect, test } from 'vitest'
import { legendStrip } from '../../../src/main/explain/legend'

test('runs over the whole colour map, squared where the heat-map is', () => {
  const colour = (isSquared: boolean, x: number) => {
    const { rgb } = legendStrip(3, 2, { colourMap: 'viridis', isSquared })
    expect(rgb.subarray(0, 9)).toEqual(rgb.subarray(9))
    return [...rgb.subarray(x * 3, x * 3 + 3)]
  }
  expect([0, 2].map((x) => colour(true, x))).toEqual([
    [68, 1, 84],
    [253, 231, 36],
  ])
  // Half-way: bin 128; squared a quarter: bin 64.
  expect([colour(false, 1), colour(true, 1)]).toEqual([
    [32, 144, 140],
    [58, 82, 139],
  ])
  expect(() => legendStrip(0, 2, { colourMap: 'jet', isSquared: true })).toThrow('whole sizes')
  expect(() => legendStrip(-2, 2, { colourMap: 'jet', isSquared: true })).toThrow('whole sizes')
})

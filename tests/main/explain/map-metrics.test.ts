import { expect, test } from 'vitest'
import { mapMetrics } from '../../../src/main/explain/map-metrics'

const mapOf = (...values: number[]) => ({ width: 2, height: 2, values: Float32Array.from(values) })
const mask = Uint8Array.of(0, 255, 0, 255)

test('energy and pointing by hand', () => {
  // 3 of 1 + 3 + 0 + 2 = 6 at the peak, 2 more inside: (3 + 2) / 6. Half of the image is object.
  const inside = { energyInsideFraction: 5 / 6, isPointingInside: true, objectAreaFraction: 0.5 }
  expect(mapMetrics(mapOf(1, 3, 0, 2), mask)).toEqual(inside)
  // Values below 0 count as 0: 2 of 4 + 2, and the peak is outside.
  expect(mapMetrics(mapOf(4, -9, -1, 2), mask)).toMatchObject({
    energyInsideFraction: 2 / 6,
    isPointingInside: false,
  })
  // An even map scores the object's area.
  expect(mapMetrics(mapOf(1, 1, 1, 1), mask).energyInsideFraction).toBe(0.5)
})

test('of equal peaks the first counts', () => {
  expect(mapMetrics(mapOf(3, 3, 0, 0), mask).isPointingInside).toBe(false)
  expect(mapMetrics(mapOf(0, 3, 3, 0), mask).isPointingInside).toBe(true)
})

test('no evidence is missing, not zero', () => {
  const missing = { energyInsideFraction: null, isPointingInside: null, objectAreaFraction: 0.5 }
  expect(mapMetrics(mapOf(0, -1, 0, 0), mask)).toEqual(missing)
})

test('a mask of another size or without an object is refused', () => {
  expect(() => mapMetrics(mapOf(1, 1, 1, 1), Uint8Array.of(255))).toThrow('1 pixels, the map 4 (2 x 2)')
  expect(() => mapMetrics(mapOf(1, 1, 1, 1), new Uint8Array(4))).toThrow('holds no object')
})

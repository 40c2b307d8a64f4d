import { expect, test } from 'vitest'
import {
  displayMap,
  mapScalingSchema,
  scaleMap,
  scalingAcrossModels,
} from '../../../src/main/explain/map-scaling'

const mapOf = (...values: number[]) => ({
  width: values.length,
  height: 1,
  values: Float32Array.from(values),
})
const scaled = (...args: Parameters<typeof scaleMap>) => [...scaleMap(...args).map.values]

test('per map: minimum 0, maximum 1, and the range is kept', () => {
  const { map, applied } = scaleMap(mapOf(2, 4, 6), { kind: 'per-map' })
  expect([...map.values]).toEqual([0, 0.5, 1])
  expect(applied).toEqual({ kind: 'per-map', low: 2, high: 6 })
})

test('a map without contrast is 1 everywhere: never NaN, never blank', () => {
  expect(scaled(mapOf(3, 3, 3), { kind: 'per-map' })).toEqual([1, 1, 1])
})

test('absolute: what lies outside is clipped', () => {
  expect(scaled(mapOf(-1, 0, 1, 2, 9), { kind: 'absolute', low: 0, high: 4 })).toEqual([0, 0, 0.25, 0.5, 1])
  for (const [low, high] of [
    [1, 1],
    [2, 1],
    [0, Infinity],
    [Number.NaN, 1],
  ] as const) {
    expect(() => scaleMap(mapOf(1), { kind: 'absolute', low, high })).toThrow(`runs from ${low} to ${high}`)
  }
})

test('across models: one range for all, so that the weaker map looks weaker', () => {
  const strong = mapOf(0, 4)
  const weak = mapOf(0, 1)
  const scaling = scalingAcrossModels([strong, weak, mapOf(-3, -1)], 2, 1)!
  expect(scaling).toEqual({ kind: 'per-image-across-models', low: 0, high: 4 })
  expect(scaled(strong, scaling)).toEqual([0, 1])
  expect(scaled(weak, scaling)).toEqual([0, 0.25])
  expect(scalingAcrossModels([mapOf(-1, 0)], 2, 1)).toBeNull()
})

test('what is shown is the positive part, resized', () => {
  expect([...displayMap(mapOf(-5, 2), 2, 1).values]).toEqual([0, 2])
  expect(displayMap(mapOf(-5, 2), 8, 4).values).toHaveLength(32)
})

test('the stored form is checked', () => {
  expect(mapScalingSchema.parse({ kind: 'absolute', low: 0, high: 2 })).toEqual({
    kind: 'absolute',
    low: 0,
    high: 2,
  })
  expect(mapScalingSchema.safeParse({ kind: 'absolute' }).success).toBe(false)
  expect(mapScalingSchema.safeParse({ kind: 'other' }).success).toBe(false)
})

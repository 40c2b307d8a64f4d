import { expect, test } from 'vitest'
import { fullMask } from '../../../src/main/pruning/prunable-layer'
import { prune } from '../../../src/main/pruning/prune'

const layer = (name: string, ...values: number[]) => ({
  name,
  weights: Float32Array.from(values),
  mask: fullMask(values.length),
})

test("torch's test_global_pruning: 4 of two layers", () => {
  const layers = [layer('m', 1, 2, 3, 4, -4, -3, -2, -1), layer('n', 0, 0.1, -2)]
  const masks = prune('global-magnitude', { layers, amount: { kind: 'count', count: 4 }, seed: 0 })
  // [[0,2,3,4],[-4,-3,-2,0]] and [[0,0,-2]].
  expect([...masks.get('m')!]).toEqual([0, 1, 1, 1, 1, 1, 1, 0])
  expect([...masks.get('n')!]).toEqual([0, 0, 1])
})

test('a rate is of all layers together, so that they end at different ones', () => {
  const layers = [layer('large', 100, 200, 300, 400), layer('small', 0.1, 0.2, 0.3, 150)]
  const masks = prune('global-magnitude', { layers, amount: { kind: 'rate', rate: 2 }, seed: 0 })
  expect([...masks.get('large')!]).toEqual([0, 1, 1, 1])
  expect([...masks.get('small')!]).toEqual([0, 0, 0, 1])
})

test('names the layer that would lose its last weight', () => {
  const layers = [layer('large', 100, 200, 300, 400), layer('small', 0.1, 0.2, 0.3, 0.4)]
  const amount = { kind: 'rate', rate: 2 } as const
  expect(() => prune('global-magnitude', { layers, amount, seed: 0 })).toThrow(
    'all 4 remaining weights of small (4 in all)',
  )
})

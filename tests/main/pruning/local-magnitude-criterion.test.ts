import { expect, test } from 'vitest'
import { countKept, fullMask, type PrunableLayer } from '../../../src/main/pruning/prunable-layer'
import { prune } from '../../../src/main/pruning/prune'

// (i * 7 mod 27) - 13.25: 27 distinct magnitudes. Masks as torch 1.13 gives them for amount=0.5, twice.
const weights = Float32Array.from({ length: 27 }, (_, i) => ((i * 7) % 27) - 13.25)
const torchMasks = [
  [1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0],
  [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
]
const halves = [{ kind: 'share', fraction: 0.5 } as const, { kind: 'share', fraction: 0.5 } as const]
const rates = [{ kind: 'rate', rate: 2 } as const, { kind: 'rate', rate: 4 } as const]

test.each([
  ['shares', halves],
  ['rates', rates],
])('gives the masks of torch.nn.utils.prune when asked in %s', (_, amounts) => {
  let mask = fullMask(27)
  amounts.forEach((amount, step) => {
    mask = prune('local-magnitude', { layers: [{ name: 'w', weights, mask }], amount, seed: 0 }).get('w')!
    expect([...mask]).toEqual(torchMasks[step])
  })
})

const layer = (...values: number[]): PrunableLayer => ({
  name: 'w',
  weights: Float32Array.from(values),
  mask: fullMask(values.length),
})
const twoGo = { kind: 'count', count: 2 } as const

// Values of torch's own test/nn/test_pruning.py.
test('test_l1_unstructured_pruning: the two smallest of [[1, 2, 3, 4], [-4, -3, -2, -1]], twice', () => {
  const start = layer(1, 2, 3, 4, -4, -3, -2, -1)
  const first = prune('local-magnitude', { layers: [start], amount: twoGo, seed: 0 }).get('w')!
  expect([...first]).toEqual([0, 1, 1, 1, 1, 1, 1, 0])
  const second = prune('local-magnitude', { layers: [{ ...start, mask: first }], amount: twoGo, seed: 0 })
  expect([...second.get('w')!]).toEqual([0, 0, 1, 1, 1, 1, 0, 0])
})

test('test_pruning_container_compute_mask: what was masked before does not count', () => {
  const start = { ...layer(1, 2, 3, 4, 5, 6, 7, 8), mask: Uint8Array.of(1, 1, 1, 0, 1, 1, 0, 1) }
  const masks = prune('local-magnitude', { layers: [start], amount: twoGo, seed: 0 })
  expect([...masks.get('w')!]).toEqual([0, 0, 1, 0, 1, 1, 0, 1])
})

test('test_unstructured_pruning_same_magnitude: equal weights do not all fall with the threshold', () => {
  // 70 weights of -2, 0 and 2, a fifth to go: 14, not all 24 zeros.
  const start = layer(...Array.from({ length: 70 }, (_, i) => ((i % 3) - 1) * 2))
  const masks = prune('local-magnitude', {
    layers: [start],
    amount: { kind: 'share', fraction: 0.2 },
    seed: 0,
  })
  expect(countKept(masks.get('w')!)).toBe(56)
})

test('each layer keeps its own share, however small its weights are', () => {
  const large = { ...layer(100, 200, 300, 400), name: 'large' }
  const small = { ...layer(0.1, 0.2, 0.3, 0.4), name: 'small' }
  const masks = prune('local-magnitude', {
    layers: [large, small],
    amount: { kind: 'rate', rate: 2 },
    seed: 0,
  })
  expect([...masks.get('large')!]).toEqual([0, 0, 1, 1])
  expect([...masks.get('small')!]).toEqual([0, 0, 1, 1])
})

test('refuses to empty a layer, and keeps the last weight at the highest rate that there is', () => {
  const layers = [layer(1, 2, 3, 4)]
  expect(() => prune('local-magnitude', { layers, amount: { kind: 'rate', rate: 9 }, seed: 0 })).toThrow(
    'all 4 remaining weights of w',
  )
  const masks = prune('local-magnitude', { layers, amount: { kind: 'rate', rate: 4 }, seed: 0 })
  expect([...masks.get('w')!]).toEqual([0, 0, 0, 1])
})

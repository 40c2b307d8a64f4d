import { describe, expect, test } from 'vitest'
import { criteria } from '../../../src/main/pruning/criteria'
import { criterionKinds } from '../../../src/main/pruning/criterion'
import { countKept, fullMask, type PrunableLayer } from '../../../src/main/pruning/prunable-layer'
import { prune } from '../../../src/main/pruning/prune'

/** A layer of distinct magnitudes in scrambled order: 37 and 1009 are primes. */
function layerOf(name: string, count: number): PrunableLayer {
  const weights = Float32Array.from(
    { length: count },
    (_, i) => ((i * 37) % 1009) * (i % 2 === 0 ? 0.01 : -0.01),
  )
  return { name, weights, mask: fullMask(count) }
}

function withMasks(layers: readonly PrunableLayer[], masks: ReadonlyMap<string, Uint8Array>) {
  return layers.map((layer) => ({ ...layer, mask: masks.get(layer.name)! }))
}

describe.each(criterionKinds)('criterion %s', (kind) => {
  test('is registered under its own kind, with words for people', () => {
    expect(criteria[kind].kind).toBe(kind)
    expect(criteria[kind].label).not.toBe('')
    expect(criteria[kind].description).not.toBe('')
  })

  test('keeps the exact share at five rates in steps, old zeros stay zero, same input same masks', () => {
    let layers: readonly PrunableLayer[] = [layerOf('a', 216), layerOf('b', 576), layerOf('c', 640)]
    for (const rate of [1.5, 2, 4, 8, 32]) {
      const request = { layers, amount: { kind: 'rate', rate }, seed: 7 } as const
      const masks = prune(kind, request)
      const kept = layers.reduce((sum, layer) => sum + countKept(masks.get(layer.name)!), 0)
      // Half a weight per layer is the most that rounding can take or leave.
      expect(Math.abs(kept - (216 + 576 + 640) / rate)).toBeLessThanOrEqual(1.5)
      for (const layer of layers) {
        const mask = masks.get(layer.name)!
        expect(mask.every((bit, i) => bit <= layer.mask[i]!)).toBe(true)
      }
      expect(prune(kind, request)).toEqual(masks)
      layers = withMasks(layers, masks)
    }
  })

  test('refuses weights that are not finite, masks that do not fit, and an empty scope', () => {
    const good = layerOf('features.0.weight', 8)
    const amount = { kind: 'rate', rate: 2 } as const
    const asking = (layers: readonly PrunableLayer[]) => () => prune(kind, { layers, amount, seed: 1 })
    expect(asking([{ ...good, weights: Float32Array.of(1, Number.NaN, 3, 4, 5, 6, 7, 8) }])).toThrow(
      'Weight 1 of features.0.weight is NaN',
    )
    expect(asking([{ ...good, weights: Float32Array.of(1, 2, -Infinity, 4, 5, 6, 7, 8) }])).toThrow(
      '-Infinity',
    )
    expect(asking([{ ...good, mask: fullMask(7) }])).toThrow('7 entries for 8 weights')
    expect(asking([{ ...good, mask: new Uint8Array(8).fill(255) }])).toThrow('only 0 (pruned) and 1 (in use)')
    expect(asking([])).toThrow('There is no layer to prune')
  })
})

describe('local magnitude', () => {
  // (i * 7 mod 27) - 13.25: 27 distinct magnitudes. Masks as torch 1.13 gives them for amount=0.5, twice.
  const weights = Float32Array.from({ length: 27 }, (_, i) => ((i * 7) % 27) - 13.25)
  const torchMasks = [
    [1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0],
    [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
  ]

  test.each([
    ['shares', [{ kind: 'share', fraction: 0.5 } as const, { kind: 'share', fraction: 0.5 } as const]],
    ['rates', [{ kind: 'rate', rate: 2 } as const, { kind: 'rate', rate: 4 } as const]],
  ])('gives the masks of torch.nn.utils.prune when asked in %s', (_, amounts) => {
    let layers: readonly PrunableLayer[] = [{ name: 'w', weights, mask: fullMask(27) }]
    amounts.forEach((amount, step) => {
      layers = withMasks(layers, prune('local-magnitude', { layers, amount, seed: 0 }))
      expect([...layers[0]!.mask]).toEqual(torchMasks[step])
    })
  })

  test('each layer keeps its own share, however small its weights are', () => {
    const large = { name: 'large', weights: Float32Array.of(100, 200, 300, 400), mask: fullMask(4) }
    const small = { name: 'small', weights: Float32Array.of(0.1, 0.2, 0.3, 0.4), mask: fullMask(4) }
    const masks = prune('local-magnitude', {
      layers: [large, small],
      amount: { kind: 'rate', rate: 2 },
      seed: 0,
    })
    expect([...masks.get('large')!]).toEqual([0, 0, 1, 1])
    expect([...masks.get('small')!]).toEqual([0, 0, 1, 1])
  })

  test('refuses to empty a layer and says which rate is possible', () => {
    const layers = [layerOf('tiny', 4)]
    expect(() => prune('local-magnitude', { layers, amount: { kind: 'rate', rate: 9 }, seed: 0 })).toThrow(
      'all 4 remaining weights of tiny',
    )
    const masks = prune('local-magnitude', { layers, amount: { kind: 'rate', rate: 4 }, seed: 0 })
    expect(countKept(masks.get('tiny')!)).toBe(1)
  })
})

test('a dense layer of 10 million weights takes less than five seconds, so it is not sorted', () => {
  const weights = new Float32Array(10_000_000)
  let state = 1
  for (let i = 0; i < weights.length; i++)
    weights[i] = ((state = (state * 48271) % 2147483647) / 2147483647 - 0.5) * 0.1
  const layers = [{ name: 'classifier.0.weight', weights, mask: fullMask(weights.length) }]
  const start = performance.now()
  const masks = prune('local-magnitude', { layers, amount: { kind: 'rate', rate: 2 }, seed: 0 })
  expect(performance.now() - start).toBeLessThan(5000)
  expect(countKept(masks.get('classifier.0.weight')!)).toBe(5_000_000)
})

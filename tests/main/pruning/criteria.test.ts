import { describe, expect, test } from 'vitest'
import { criterionKinds } from '../../../src/shared/pruning'
import type { ChannelGroup } from '../../../src/main/pruning/channel-group'
import { criteria } from '../../../src/main/pruning/criteria'
import type { Masks } from '../../../src/main/pruning/criterion'
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

/** A chain: 1x1 convolutions 6 to 36 and 36 to 16, each with a bias, and a dense layer 16 to 40 as the last. */
const chain = {
  layers: [layerOf('a', 6 * 36), layerOf('b', 36 * 16), layerOf('c', 16 * 40)],
  channelGroups: [
    {
      channels: 36,
      producer: { parameter: 'a', shape: [1, 1, 6, 36], axis: 3 },
      companions: [{ parameter: 'a.bias', shape: [36], axis: 0 }],
      averages: [],
      consumers: [{ parameter: 'b', shape: [1, 1, 36, 16], axis: 2 }],
    },
    {
      channels: 16,
      producer: { parameter: 'b', shape: [1, 1, 36, 16], axis: 3 },
      companions: [{ parameter: 'b.bias', shape: [16], axis: 0 }],
      averages: [],
      consumers: [{ parameter: 'c', shape: [16, 40], axis: 0 }],
    },
  ] satisfies ChannelGroup[],
}

function withMasks(layers: readonly PrunableLayer[], masks: Masks) {
  return layers.map((layer) => ({ ...layer, mask: masks.get(layer.name)! }))
}

/** How far from the asked number of weights the kept ones may be. */
function slack(kind: (typeof criterionKinds)[number]): number {
  // Unstructured: half a weight per layer is the most that rounding can take or leave. Whole channels: half of the
  // largest step that one more filter can make, 6 + 16 weights of the first or 36 + 40 of the second layer.
  return criteria[kind].isStructured ? 76 / 2 : 1.5
}

describe.each(criterionKinds)('criterion %s', (kind) => {
  const { layers: fresh, channelGroups } = chain

  test('is registered under its own kind, with words for people', () => {
    expect(criteria[kind].kind).toBe(kind)
    expect(criteria[kind].label).not.toBe('')
    expect(criteria[kind].description).not.toBe('')
  })

  test('keeps the share at five rates in steps, counted from the original; old zeros stay zero; same input same masks', () => {
    let layers: readonly PrunableLayer[] = fresh
    for (const rate of [1.5, 2, 4, 8, 32]) {
      const request = { layers, channelGroups, amount: { kind: 'rate', rate }, seed: 7 } as const
      const masks = prune(kind, request)
      const kept = layers.reduce((sum, layer) => sum + countKept(masks.get(layer.name)!), 0)
      expect(Math.abs(kept - (216 + 576 + 640) / rate)).toBeLessThanOrEqual(slack(kind))
      for (const layer of layers) {
        const mask = masks.get(layer.name)!
        expect(mask.every((bit, i) => bit <= layer.mask[i]!)).toBe(true)
      }
      expect(prune(kind, request)).toEqual(masks)
      layers = withMasks(layers, masks)
    }
  })

  test('takes nothing for a share of 0, and changes nothing that it is given', () => {
    const before = fresh.map(({ weights, mask }) => [weights.slice(), mask.slice()])
    const masks = prune(kind, {
      layers: fresh,
      channelGroups,
      amount: { kind: 'share', fraction: 0 },
      seed: 1,
    })
    for (const layer of fresh) expect(masks.get(layer.name)).toEqual(layer.mask)
    prune(kind, { layers: fresh, channelGroups, amount: { kind: 'rate', rate: 4 }, seed: 1 })
    expect(fresh.map(({ weights, mask }) => [weights, mask])).toEqual(before)
  })

  test('refuses weights that are not finite, masks that do not fit, an empty scope, and a rate behind it', () => {
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
    const pruned = withMasks(
      fresh,
      prune(kind, { layers: fresh, channelGroups, amount: { kind: 'rate', rate: 4 }, seed: 1 }),
    )
    expect(() => prune(kind, { layers: pruned, channelGroups, amount, seed: 1 })).toThrow('do not come back')
  })

  test('refuses to empty a layer', () => {
    const amount = { kind: 'share', fraction: 1 } as const
    expect(() => prune(kind, { layers: fresh, channelGroups, amount, seed: 1 })).toThrow('would remove all')
  })
})

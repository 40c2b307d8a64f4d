import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChannelGroup } from '../../../src/main/pruning/channel-group'
import { countKept, fullMask, type PrunableLayer } from '../../../src/main/pruning/prunable-layer'
import { prune } from '../../../src/main/pruning/prune'

const kernel = (name: string, values: readonly number[], mask = fullMask(values.length)): PrunableLayer => ({
  name,
  weights: Float32Array.from(values),
  mask,
})

/** One layer whose filters are the rows of a table, as torch has them; here filters are the last axis. */
function rows(table: readonly (readonly number[])[], masked?: readonly (readonly number[])[]) {
  const [filters, size] = [table.length, table[0]!.length]
  const transposed = (from: readonly (readonly number[])[]) =>
    Array.from({ length: filters * size }, (_, i) => from[i % filters]![Math.floor(i / filters)]!)
  const layer = kernel('w', transposed(table), masked && Uint8Array.from(transposed(masked)))
  const shape = [1, 1, size, filters]
  const group: ChannelGroup = {
    channels: filters,
    producer: { parameter: 'w', shape, axis: 3 },
    companions: [
      { parameter: 'w.bias', shape: [filters], axis: 0 },
      { parameter: 'depthwise', shape: [1, 1, filters, 1], axis: 2 },
    ],
    averages: [{ parameter: 'mean', shape: [filters], axis: 0 }],
    // Two positions, flattened with the channels last, to a dense layer of 2 units.
    consumers: [{ parameter: 'next', shape: [2 * filters, 2], axis: 0 }],
  }
  return { layers: [layer], channelGroups: [group] }
}

/** A mask of `[..., filters]` as torch's rows. */
function asRows(mask: Uint8Array, filters: number): number[][] {
  return Array.from({ length: filters }, (_, row) => [...mask].filter((_, i) => i % filters === row))
}

const one = { kind: 'count', count: 1 } as const

// The weights of torch's test_ln_structured_pruning, and its container's case of one row of two, with the L1 norm.
test('the filter of smallest norm goes, as torch.nn.utils.prune.ln_structured(n=1, dim=0)', () => {
  const request = rows([
    [1, 2, 1, 2.5],
    [0.5, 1, 0.1, 0.1],
    [-3, -5, 0.1, -1],
  ])
  const masks = prune('filter-l1', { ...request, amount: one, seed: 0 })
  expect(asRows(masks.get('w')!, 3)).toEqual([
    [1, 1, 1, 1],
    [0, 0, 0, 0],
    [1, 1, 1, 1],
  ])
})

test('on top of an earlier mask: test_pruning_container_compute_mask', () => {
  const request = rows(
    [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ],
    [
      [1, 1, 1, 0],
      [1, 1, 0, 1],
    ],
  )
  const masks = prune('filter-l1', { ...request, amount: one, seed: 0 })
  expect(asRows(masks.get('w')!, 2)).toEqual([
    [0, 0, 0, 0],
    [1, 1, 0, 1],
  ])
})

test('everything that belongs to a filter goes with it, so that it falls silent; the averages do not matter', () => {
  const masks = prune('filter-l1', { ...rows([[3], [1], [2]]), amount: one, seed: 0 })
  expect([...masks.get('w.bias')!]).toEqual([1, 0, 1])
  expect([...masks.get('depthwise')!]).toEqual([1, 0, 1])
  // Rows 0 to 5 of the dense layer are channels 0, 1, 2, 0, 1, 2, each with two units.
  expect([...masks.get('next')!]).toEqual([1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1])
  expect(masks.has('mean')).toBe(false)
})

test('of equal filters the first goes first, and one that has gone does not count', () => {
  const share = { kind: 'share', fraction: 0.5 } as const
  const table = [[2], [-2], [2], [-2]]
  const first = prune('filter-l1', { ...rows(table), amount: share, seed: 0 }).get('w')!
  expect([...first]).toEqual([0, 0, 1, 1])
  const again = rows(
    table,
    [...first].map((bit) => [bit]),
  )
  // Half of the two that are left.
  expect([...prune('filter-l1', { ...again, amount: share, seed: 0 }).get('w')!]).toEqual([0, 0, 0, 1])
})

/** A chain of dense layers of the given widths; weights are drawn, so that norms differ. */
function chain(widths: readonly number[], weight: (i: number) => number) {
  const layers = widths.slice(1).map((out, i) =>
    kernel(
      `k${i}`,
      Array.from({ length: widths[i]! * out }, (_, j) => weight(i * 97 + j)),
    ),
  )
  const axis = (i: number, at: number) => ({
    parameter: `k${i}`,
    shape: [widths[i]!, widths[i + 1]!],
    axis: at,
  })
  const channelGroups = widths.slice(1, -1).map((channels, i): ChannelGroup => ({
    channels,
    producer: axis(i, 1),
    companions: [],
    averages: [],
    consumers: [axis(i + 1, 0)],
  }))
  return { layers, channelGroups }
}

test('a rate counts the weights that make a filter and those that read it', () => {
  // 4 -> 4 -> 4: 32 weights; half of the hidden units is half of both layers.
  const request = chain([4, 4, 4], (i) => ((i * 7) % 31) + 1)
  const masks = prune('filter-l1', { ...request, amount: { kind: 'rate', rate: 2 }, seed: 0 })
  expect([...masks.values()].map(countKept)).toEqual([8, 8])
  // 4 -> 8 -> 8 -> 4: at a share s of the hidden units 32 s + 64 s² + 32 s of 128 weights; a quarter at
  // 64 s² + 64 s = 32, s = 0.366: 3 of 8 units leave 12 + 9 + 12 = 33 weights.
  const deeper = chain([4, 8, 8, 4], (i) => ((i * 7) % 31) + 1)
  const quarter = prune('filter-l1', { ...deeper, amount: { kind: 'rate', rate: 4 }, seed: 0 })
  expect([...quarter.values()].map(countKept)).toEqual([12, 9, 12])
})

test('takes the nearest rate that one share for all layers reaches: compared with trying every share', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 3, maxLength: 5 }),
      fc.double({ min: 1.1, max: 6, noNaN: true }),
      fc.integer({ min: 1, max: 1000 }),
      (widths, rate, salt) => {
        const { layers, channelGroups } = chain(widths, (i) => ((i * salt) % 101) + 1)
        const fewest = widths.map((width, i) => (i === 0 || i === widths.length - 1 ? width : 1))
        const weightsOf = (left: readonly number[]) =>
          left.slice(1).reduce((sum, width, i) => sum + width * left[i]!, 0)
        fc.pre(weightsOf(fewest) < weightsOf(widths) / rate)
        const masks = prune('filter-l1', { layers, channelGroups, amount: { kind: 'rate', rate }, seed: 0 })
        const kept = layers.reduce((sum, { name }) => sum + countKept(masks.get(name)!), 0)
        const total = layers.reduce((sum, { weights }) => sum + weights.length, 0)
        const target = total - Math.round(total - total / rate)
        const reachable = Array.from({ length: 2001 }, (_, step) => {
          const left = widths.map((width, i) =>
            i === 0 || i === widths.length - 1 ? width : Math.max(1, Math.round((step / 2000) * width)),
          )
          return weightsOf(left)
        })
        const nearest = Math.min(...reachable.map((each) => Math.abs(each - target)))
        // Rounding of total / rate to whole weights may differ by one.
        expect(Math.abs(kept - target)).toBeLessThanOrEqual(nearest + 1)
        expect(reachable).toContain(kept)
      },
    ),
    { seed: 20230217 },
  )
})

test('says how far whole channels reach when the rate is beyond', () => {
  // 4 -> 8 -> 4 with one hidden unit left: 8 of 64 weights.
  const request = { ...chain([4, 8, 4], (i) => (i % 31) + 1), seed: 0 }
  const kept = prune('filter-l1', { ...request, amount: { kind: 'rate', rate: 8 } })
  expect([...kept.values()].map(countKept)).toEqual([4, 4])
  expect(() => prune('filter-l1', { ...request, amount: { kind: 'rate', rate: 9 } })).toThrow(
    'reaches at most 8.00 here',
  )
})

test('says why there is nothing to remove', () => {
  const { layers } = chain([4, 4], () => 1)
  const amount = { kind: 'rate', rate: 2 } as const
  expect(() => prune('filter-l1', { layers, channelGroups: [], amount, seed: 0 })).toThrow(
    'the last layer keeps one for each class',
  )
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { activationQuantiles } from '../../../src/shared/activations'
import { binOf, innerEdge, outerEdge, storedEdges } from '../../../src/main/explain/activation-bins'
import { createActivationCounter } from '../../../src/main/explain/activation-counter'

const bitsOf = (value: number) => new Int32Array(Float32Array.of(value).buffer)[0]!
const smallest = 2 ** -20
const largest = 2 ** 20

describe('bins', () => {
  test('hold their values: from the inner edge up to, but without, the outer one', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const bin = binOf(bitsOf(value))
        const size = Math.abs(value)
        if (size < smallest) expect([innerEdge(bin), outerEdge(bin)]).toEqual([0, 0])
        else {
          expect(Math.abs(innerEdge(bin))).toBeLessThanOrEqual(size)
          if (size < largest) expect(Math.abs(outerEdge(bin))).toBeGreaterThan(size)
          expect(Math.sign(innerEdge(bin))).toBe(Math.sign(value))
          expect(outerEdge(bin) / innerEdge(bin) - 1).toBeLessThanOrEqual(1 / 128)
        }
      }),
      { seed: 20230217 },
    )
  })

  test('are merged to quarters of an octave around one bin that holds 0', () => {
    // Stored bins 1 and 2 begin at 2^-20: quarters of its octave.
    expect(storedEdges({ lowest: -1, highest: 2 })).toEqual([
      -1.25 * smallest,
      -smallest,
      smallest,
      1.25 * smallest,
      1.5 * smallest,
    ])
  })
})

/** Two channels: 0, 1, 2, 3 and -1, 0, 0, 5. */
const values = Float32Array.of(0, -1, 1, 0, 2, 0, 3, 5)

function counted(...parts: readonly Float32Array[]) {
  const counter = createActivationCounter(2)
  for (const part of parts) counter.add(part)
  return counter.finish()
}

describe('counter', () => {
  test('mean, deviation, extremes and zeros of each channel and of all, however the values come', () => {
    for (const result of [counted(values), counted(values.subarray(0, 2), values.subarray(2))]) {
      const { range } = result
      // Variance of 0, 1, 2, 3: (2.25 + 0.25) · 2 / 4 = 1.25. Of -1, 0, 0, 5: (4 + 1 + 1 + 16) / 4 = 5.5.
      expect(result.channel(0, range)).toMatchObject({
        mean: 1.5,
        standardDeviation: expect.closeTo(Math.sqrt(1.25), 12),
        minimum: 0,
        maximum: 3,
        zeroShare: 0.25,
      })
      expect(result.channel(1, range)).toMatchObject({
        mean: 1,
        standardDeviation: expect.closeTo(Math.sqrt(5.5), 12),
        minimum: -1,
        maximum: 5,
        zeroShare: 0.5,
      })
      expect(result.overall(range)).toMatchObject({ mean: 1.25, minimum: -1, maximum: 5, zeroShare: 0.375 })
    }
  })

  test('the histogram counts every value between the right edges', () => {
    const { range, overall, channel } = counted(values)
    const edges = storedEdges(range)
    const { histogram } = overall(range)
    expect(histogram).toHaveLength(edges.length - 1)
    const at = (value: number) =>
      histogram[edges.findIndex((edge, i) => edge <= value && value < edges[i + 1]!)]
    expect([0, 1, 2, 3, 5].map(at)).toEqual([3, 1, 1, 1, 1])
    // A negative value lies in the bin whose upper edge it is: -1 is its edge that is nearer to 0.
    expect(histogram[edges.indexOf(-1) - 1]).toBe(1)
    expect(histogram.reduce((sum, count) => sum + count, 0)).toBe(8)
    expect(channel(0, range).histogram).toHaveLength(histogram.length)
  })

  test('values beyond the bins are counted in the outermost ones', () => {
    const { range, overall } = counted(Float32Array.of(1e-9, 3e7, -3e7, 0))
    const { histogram, minimum, maximum, zeroShare } = overall(range)
    expect([minimum, maximum, zeroShare]).toEqual([-3e7, 3e7, 0.25])
    expect([histogram[0], histogram.at(-1), Math.max(...histogram)]).toEqual([1, 1, 2])
  })

  test('quantiles are within 0.8 % of those of all values sorted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: 0, max: 1000, noNaN: true }), { minLength: 200, maxLength: 400 }),
        (drawn) => {
          const even = drawn.slice(0, drawn.length - (drawn.length % 2))
          const sorted = [...even].map(Math.fround).sort((a, b) => a - b)
          const { range, overall } = counted(Float32Array.from(even))
          overall(range).quantiles.forEach((quantile, i) => {
            const rank = activationQuantiles[i]! * (sorted.length - 1)
            const [low, high] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!]
            expect(quantile).toBeGreaterThanOrEqual(low * (1 - 1 / 128) - smallest)
            expect(quantile).toBeLessThanOrEqual(high * (1 + 1 / 128) + smallest)
          })
        },
      ),
      { seed: 20230217, numRuns: 50 },
    )
  })
})

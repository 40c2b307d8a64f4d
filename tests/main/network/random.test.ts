import { describe, expect, it } from 'vitest'
import { fillNormal, randomStream } from '../../../src/main/network/random'
import { shuffledIndices } from '../../../src/shared/random'

describe('randomStream', () => {
  it('repeats for the same seed and purpose, and differs for another', () => {
    const draws = (seed: number, ...purpose: (string | number)[]): number[] => {
      const stream = randomStream(seed, ...purpose)
      return [stream.nextInt(), stream.nextInt()]
    }
    expect(draws(7, 'shuffle', 3)).toEqual(draws(7, 'shuffle', 3))
    expect(draws(7, 'shuffle', 3)).not.toEqual(draws(7, 'shuffle', 4))
    expect(draws(7, 'shuffle', 3)).not.toEqual(draws(8, 'shuffle', 3))
    expect(draws(7, 'shuffle', 3)).not.toEqual(draws(7, 'dropout', 3))
  })

  it('is uniform in [0, 1)', () => {
    const stream = randomStream(1, 'test')
    const counts = new Array<number>(10).fill(0)
    for (let draw = 0; draw < 10_000; draw++) counts[Math.floor(stream.nextUniform() * 10)]!++
    // Binomial(10000, .1): 1000 ± 30; 5 standard deviations.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
})

describe('fillNormal', () => {
  it('has the variance asked for, at even and odd lengths', () => {
    const values = new Float32Array(20_001)
    fillNormal(values, 2, randomStream(1, 'test'))
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    // Standard errors: 2 / √20001 = 0.014 for the mean, 4 · √(2 / 20001) = 0.04 for the variance.
    expect(Math.abs(mean)).toBeLessThan(0.07)
    expect(Math.abs(variance - 4)).toBeLessThan(0.2)
    expect(values.at(-1)).not.toBe(0)
  })
})

describe('shuffledIndices', () => {
  it('holds each index once', () => {
    const order = shuffledIndices(100, randomStream(3, 'shuffle', 0).nextUniform)
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index))
    expect([...order]).not.toEqual([...order].sort((a, b) => a - b))
  })

  it('puts every index in every place equally often', () => {
    const first = new Array<number>(4).fill(0)
    for (let seed = 0; seed < 4000; seed++)
      first[shuffledIndices(4, randomStream(seed, 'shuffle').nextUniform)[0]!]!++
    // Binomial(4000, .25): 1000 ± 27; 5 standard deviations.
    for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(137)
  })
})

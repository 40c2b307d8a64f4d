import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { hash32 } from './random'

/** A source of pseudo-random numbers (xoroshiro128+). Drawing advances it. */
export interface Random {
  /** Uniform in [0, 1) with 32 bits of resolution. */
  uniform(): number
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** Uniform integer in [0, count). */
  below(count: number): number
  /** True with the given probability. */
  chance(probability: number): boolean
  /** One entry of a list that is not empty. */
  pick<T>(list: readonly T[]): T
}

/**
 * The source that belongs to a seed and a purpose, as `seededRandom(7, 'test', index)`. Sources of different
 * purposes are unrelated, so that image 900 can be made without the 900 before it.
 */
export function seededRandom(...key: readonly (number | string)[]): Random {
  const generator = xoroshiro128plus(hash32(key.join('\0')))
  // The first state of xoroshiro128+ is the seed itself; a few steps spread its bits.
  for (let step = 0; step < 4; step++) generator.next()
  const uniform = (): number => (generator.next() >>> 0) / 2 ** 32
  const below = (count: number): number => Math.floor(uniform() * count)
  return {
    uniform,
    between: (low, high) => low + uniform() * (high - low),
    below,
    chance: (probability) => uniform() < probability,
    pick: (list) => list[below(list.length)]!,
  }
}

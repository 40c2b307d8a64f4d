import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { hash32 } from '../../shared/random'

/** A stream of pseudo-random numbers (xoroshiro128+, Blackman and Vigna 2018). Drawing advances it. */
export interface RandomStream {
  /** Uniform integer in [-2^31, 2^31). */
  nextInt(): number
  /** Uniform in [0, 1) with 32 bits of resolution. */
  nextUniform(): number
}

/**
 * The stream that belongs to a seed and a purpose, as `randomStream(7, 'shuffle', epoch)`. Streams of different
 * purposes are unrelated, so that a run can be resumed at any epoch without replaying the draws before it.
 */
export function randomStream(seed: number, ...purpose: readonly (string | number)[]): RandomStream {
  const generator = xoroshiro128plus(hash32(JSON.stringify([seed, ...purpose])))
  const nextInt = (): number => generator.next()
  return { nextInt, nextUniform: () => (generator.next() >>> 0) / 2 ** 32 }
}

/** Fills `values` with draws of a normal distribution of mean 0: Box and Muller's transform. */
export function fillNormal(values: Float32Array, standardDeviation: number, stream: RandomStream): void {
  for (let index = 0; index < values.length; index += 2) {
    const radius = standardDeviation * Math.sqrt(-2 * Math.log(1 - stream.nextUniform()))
    const angle = 2 * Math.PI * stream.nextUniform()
    values[index] = radius * Math.cos(angle)
    if (index + 1 < values.length) values[index + 1] = radius * Math.sin(angle)
  }
}

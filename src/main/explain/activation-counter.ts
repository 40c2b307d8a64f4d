import { activationQuantiles, type ActivationDistribution } from '../../shared/activations'
import {
  binCount,
  binOf,
  innerEdge,
  outerEdge,
  storedCounts,
  usedRange,
  type BinRange,
} from './activation-bins'

/** What was counted of a layer; histograms come in bins that several models can share. */
export interface CountedActivations {
  /** Bins that hold any value. */
  readonly range: BinRange
  overall(range: BinRange): ActivationDistribution
  channel(index: number, range: BinRange): ActivationDistribution
}

/** Counts activations as they come, without keeping them: 40 kB for each channel. */
export interface ActivationCounter {
  /** @param values `[..., channels]`, finite numbers */
  add(values: Float32Array): void
  finish(): CountedActivations
}

interface Tally {
  readonly bins: Uint32Array
  count: number
  sum: number
  squares: number
  zeros: number
  minimum: number
  maximum: number
}

/** A counter for a layer with so many channels. Sums are in double precision. */
export function createActivationCounter(channels: number): ActivationCounter {
  const tallies = Array.from({ length: channels }, () => emptyTally())
  return {
    add: (values) => {
      const bits = new Int32Array(values.buffer, values.byteOffset, values.length)
      tallies.forEach((tally, channel) => {
        for (let i = channel; i < values.length; i += channels) {
          const value = values[i]!
          tally.bins[binOf(bits[i]!)]!++
          tally.sum += value
          tally.squares += value * value
          if (value === 0) tally.zeros++
          if (value < tally.minimum) tally.minimum = value
          if (value > tally.maximum) tally.maximum = value
        }
        tally.count += values.length / channels
      })
    },
    finish: () => {
      const all = tallies.reduce(merge, emptyTally())
      return {
        range: usedRange(all.bins),
        overall: (range) => distribution(all, range),
        channel: (index, range) => distribution(tallies[index]!, range),
      }
    },
  }
}

function emptyTally(): Tally {
  const moments = { count: 0, sum: 0, squares: 0, zeros: 0 }
  return { bins: new Uint32Array(binCount), ...moments, minimum: Infinity, maximum: -Infinity }
}

function merge(all: Tally, tally: Tally): Tally {
  tally.bins.forEach((count, bin) => {
    all.bins[bin]! += count
  })
  return {
    bins: all.bins,
    count: all.count + tally.count,
    sum: all.sum + tally.sum,
    squares: all.squares + tally.squares,
    zeros: all.zeros + tally.zeros,
    minimum: Math.min(all.minimum, tally.minimum),
    maximum: Math.max(all.maximum, tally.maximum),
  }
}

function distribution(tally: Tally, range: BinRange): ActivationDistribution {
  const { count, sum, squares, zeros, minimum, maximum, bins } = tally
  const mean = sum / count
  return {
    mean,
    // Rounding can leave a tiny negative variance where all values are equal.
    standardDeviation: Math.sqrt(Math.max(squares / count - mean * mean, 0)),
    minimum,
    maximum,
    zeroShare: zeros / count,
    quantiles: activationQuantiles.map((share) => quantile(tally, share)),
    histogram: storedCounts(bins, range),
  }
}

/** The value at rank share (count - 1), from 0, as numpy's default; linear within the bin that holds it. */
function quantile({ bins, count, minimum, maximum }: Tally, share: number): number {
  const rank = share * (count - 1)
  let below = 0
  for (let bin = 0; bin < bins.length; bin++) {
    const inside = bins[bin]!
    if (below + inside > rank) {
      const [inner, outer] = [innerEdge(bin), outerEdge(bin)]
      const [low, high] = inner < outer ? [inner, outer] : [outer, inner]
      const value = low + ((high - low) * (rank - below + 0.5)) / inside
      return Math.min(Math.max(value, minimum), maximum)
    }
    below += inside
  }
  return maximum
}

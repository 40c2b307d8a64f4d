import type { DifferenceMetric } from '../../shared/analysis-alpha'
import { StudioError } from '../../shared/errors'

/**
 * The disagreement in a distribution of values: the sum of n_c · n_k · δ²(c, k) over all ordered pairs of values, where
 * the entries `from` up to `to` say how often (`count`) each value occurs.
 */
export type Spread = (value: Int32Array, count: Float64Array, from: number, to: number) => number

/**
 * How far the values of a table lie apart under a metric (Krippendorff 2019, section 12.3.4).
 *
 * - nominal: 0 or 1;
 * - ordinal: squared difference of ranks, where a value's rank is the number of ratings below it plus half of its own.
 *   That is Krippendorff's sum of marginals between two values less half of both ends, written as a difference;
 * - interval: squared difference;
 * - ratio: squared difference divided by the squared sum; two zeros do not differ.
 *
 * All but ratio take time in the number of values, never of pairs: the sum over pairs is 2 n Σ n_c (x_c - mean)².
 *
 * @param marginals how often each value occurs in all pairable ratings; ordinal differences depend on them
 * @throws StudioError `analysis/bad-input` for labels, or negative numbers, where the metric needs more
 */
export function spreadOf(
  metric: DifferenceMetric,
  values: readonly (string | number)[],
  marginals: Float64Array,
): Spread {
  switch (metric) {
    case 'nominal':
      return nominalSpread
    case 'ordinal':
      numbers(values, metric)
      return scoredSpread(ranks(marginals))
    case 'interval':
      return scoredSpread(numbers(values, metric))
    case 'ratio':
      return ratioSpread(numbers(values, metric))
  }
}

const nominalSpread: Spread = (_value, count, from, to) => {
  let total = 0
  let squares = 0
  for (let entry = from; entry < to; entry++) {
    total += count[entry]!
    squares += count[entry]! * count[entry]!
  }
  return total * total - squares
}

function scoredSpread(scores: Float64Array): Spread {
  return (value, count, from, to) => {
    let total = 0
    let sum = 0
    for (let entry = from; entry < to; entry++) {
      total += count[entry]!
      sum += count[entry]! * scores[value[entry]!]!
    }
    if (total === 0) return 0
    const mean = sum / total
    let squares = 0
    for (let entry = from; entry < to; entry++) {
      const distance = scores[value[entry]!]! - mean
      squares += count[entry]! * distance * distance
    }
    return 2 * total * squares
  }
}

/** Pair by pair: no sum over single values is known for this one. Quadratic in the distinct values. */
function ratioSpread(scores: Float64Array): Spread {
  return (value, count, from, to) => {
    let total = 0
    for (let one = from; one < to; one++) {
      const score = scores[value[one]!]!
      let row = 0
      for (let other = from; other < one; other++) {
        const ratio = (score - scores[value[other]!]!) / (score + scores[value[other]!]!)
        row += count[other]! * ratio * ratio
      }
      total += 2 * count[one]! * row
    }
    return total
  }
}

function ranks(marginals: Float64Array): Float64Array {
  let below = 0
  return marginals.map((count) => {
    below += count
    return below - count / 2
  })
}

function numbers(values: readonly (string | number)[], metric: DifferenceMetric): Float64Array {
  return Float64Array.from(values, (value) => {
    if (typeof value === 'number' && (metric !== 'ratio' || value >= 0)) return value
    const wanted = metric === 'ratio' ? 'numbers that are not negative' : 'numbers'
    throw new StudioError(
      'analysis/bad-input',
      `Alpha with the ${metric} metric needs ${wanted}; '${value}' is not one. Choose the nominal metric for ` +
        'labels, and code ordered points as 1, 2, 3.',
    )
  })
}

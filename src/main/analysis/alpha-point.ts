import type { AlphaReading, DifferenceMetric } from '../../shared/analysis-alpha'
import type { ReliabilityTable, ValueCounts } from './reliability-table'
import { spreadOf } from './spread'

/** Units with at least two ratings, those with the same values taken together. */
export interface PairablePatterns {
  readonly counts: ValueCounts
  /** How many units show each pattern. */
  readonly unitsOf: Float64Array
  /** The pattern of each unit of the table; -1 where it has fewer than two ratings. */
  readonly patternOf: Int32Array
  readonly unitCount: number
}

/**
 * Units by pattern: alpha depends only on how many units show which values how often. A million ratings on a scale of
 * ten have a few thousand patterns.
 */
export function pairablePatterns({ counts }: Pick<ReliabilityTable, 'counts'>): PairablePatterns {
  const rows = counts.start.length - 1
  const known = new Map<string, number>()
  const patternOf = new Int32Array(rows).fill(-1)
  const start = [0]
  const value: number[] = []
  const count: number[] = []
  const unitsOf: number[] = []
  let unitCount = 0
  for (let row = 0; row < rows; row++) {
    const [from, to] = [counts.start[row]!, counts.start[row + 1]!]
    if (sumOf(counts.count, from, to) < 2) continue
    unitCount++
    let key = ''
    for (let entry = from; entry < to; entry++) key += `${counts.value[entry]}:${counts.count[entry]},`
    let pattern = known.get(key)
    if (pattern === undefined) {
      pattern = known.size
      known.set(key, pattern)
      for (let entry = from; entry < to; entry++) {
        value.push(counts.value[entry]!)
        count.push(counts.count[entry]!)
      }
      start.push(value.length)
      unitsOf.push(0)
    }
    patternOf[row] = pattern
    unitsOf[pattern]!++
  }
  return {
    counts: { start: Int32Array.from(start), value: Int32Array.from(value), count: Float64Array.from(count) },
    unitsOf: Float64Array.from(unitsOf),
    patternOf,
    unitCount,
  }
}

/** The parts of alpha. */
export interface AlphaParts {
  /** 1 - observed / expected; NaN without variation, or without pairs. */
  readonly alpha: number
  /** Mean difference within units, as weighted by Krippendorff; NaN without pairs. */
  readonly observed: number
  /** Mean difference between any two pairable ratings; NaN without pairs. */
  readonly expected: number
  /** 1 - observed nominal difference; NaN without pairs. */
  readonly agreement: number
  /** Pairable ratings. */
  readonly ratings: number
}

/** What alpha is computed from. */
export interface AlphaInput {
  readonly metric: DifferenceMetric
  readonly values: readonly (string | number)[]
  readonly counts: ValueCounts
}

/**
 * Krippendorff's alpha of weighted rows: 1 - D_o / D_e (Krippendorff 2019, chapter 12), with
 * D_o = 1/n Σ_u Σ_ck n_uc n_uk δ²_ck / (m_u - 1) and D_e = Σ_ck n_c n_k δ²_ck / (n (n - 1)).
 *
 * @param weights how often each row counts; rows have at least two ratings each
 */
export function alphaOfRows({ metric, values, counts }: AlphaInput, weights: Float64Array): AlphaParts {
  const { start, value, count } = counts
  const marginals = new Float64Array(values.length)
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row]!
    if (weight === 0) continue
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
      marginals[value[entry]!]! += weight * count[entry]!
    }
  }
  const spread = spreadOf(metric, values, marginals)
  let within = 0
  let differing = 0
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row]!
    const [from, to] = [start[row]!, start[row + 1]!]
    if (weight === 0 || to - from < 2) continue
    const pairs = sumOf(count, from, to) - 1
    within += (weight * spread(value, count, from, to)) / pairs
    differing += (weight * nominal(value, count, from, to)) / pairs
  }
  const ratings = sumOf(marginals, 0, marginals.length)
  const between = spread(allIndices(values.length), marginals, 0, marginals.length) / (ratings - 1)
  return {
    alpha: between > 0 ? 1 - within / between : NaN,
    observed: within / ratings,
    expected: between / ratings,
    agreement: 1 - differing / ratings,
    ratings,
  }
}

const nominal = spreadOf('nominal', [], new Float64Array())

let indices = new Int32Array()

/** 0 to count - 1, kept from call to call: a bootstrap asks for it thousands of times. */
function allIndices(count: number): Int32Array {
  if (indices.length !== count) indices = Int32Array.from({ length: count }, (_, index) => index)
  return indices
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let index = from; index < to; index++) sum += values[index]!
  return sum
}

/** What alpha allows: Krippendorff's conventional limits (2019, section 12.5). */
export function alphaReading(alpha: number): AlphaReading {
  if (Number.isNaN(alpha)) return 'undefined'
  if (alpha >= 0.8) return 'rely'
  return alpha >= 0.667 ? 'tentative' : 'discard'
}

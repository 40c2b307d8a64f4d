import type { AlphaResampling } from '../../shared/analysis-alpha'
import { seededRandom } from '../../shared/seeded-random'
import { type AlphaInput, alphaOfRows, type PairablePatterns } from './alpha-point'
import { drawInto } from './cluster-bootstrap'
import type { ReliabilityTable } from './reliability-table'
import { spreadOf } from './spread'

/** How to resample. */
export interface BootstrapOptions {
  readonly resample: AlphaResampling
  readonly replicates: number
  readonly seed: number
}

/** Alpha and percent agreement of each resample; NaN where a resample has no variation, or no pairs. */
export interface AlphaReplicates {
  readonly alpha: Float64Array
  readonly agreement: Float64Array
}

/**
 * Alpha of resampled data. `units` draws units with replacement, `raters` draws raters, `both` draws both
 * independently (Owen 2007, The pigeonhole bootstrap): a rating then weighs the product of both draws.
 *
 * A rater drawn twice is not compared with himself: that would be agreement from nothing. His pairs with others count
 * for both copies. With all weights 1 the formulas below are alpha's own.
 */
export function bootstrapAlpha(
  table: ReliabilityTable,
  patterns: PairablePatterns,
  input: AlphaInput,
  options: BootstrapOptions,
): AlphaReplicates {
  const { replicates, resample, seed } = options
  const result = { alpha: new Float64Array(replicates), agreement: new Float64Array(replicates) }
  const random = seededRandom(seed, 'alpha', resample)
  const draw = resample === 'units' ? unitDraw(patterns, input) : raterDraw(table, input, resample)
  for (let replicate = 0; replicate < replicates; replicate++) {
    const { alpha, agreement } = draw(random.below)
    result.alpha[replicate] = alpha
    result.agreement[replicate] = agreement
  }
  return result
}

type Draw = (below: (count: number) => number) => { alpha: number; agreement: number }

function unitDraw({ counts, patternOf, unitsOf, unitCount }: PairablePatterns, input: AlphaInput): Draw {
  const pairable = patternOf.filter((pattern) => pattern >= 0)
  const weights = new Float64Array(unitsOf.length)
  return (below) => {
    weights.fill(0)
    for (let draw = 0; draw < unitCount; draw++) weights[pairable[below(unitCount)]!]!++
    return alphaOfRows({ ...input, counts }, weights)
  }
}

function raterDraw(table: ReliabilityTable, input: AlphaInput, resample: 'raters' | 'both'): Draw {
  const unitWeights = new Float64Array(table.units.length)
  const raterWeights = new Float64Array(table.raters.length)
  return (below) => {
    drawInto(raterWeights, below)
    if (resample === 'both') drawInto(unitWeights, below)
    else unitWeights.fill(1)
    return weightedAlpha(table, input, { unitWeights, raterWeights })
  }
}

interface Weights {
  readonly unitWeights: Float64Array
  readonly raterWeights: Float64Array
}

/** One pass to find the marginals (ordinal differences depend on them), one to compare within units. */
function weightedAlpha(
  table: ReliabilityTable,
  input: AlphaInput,
  weights: Weights,
): { alpha: number; agreement: number } {
  const { marginals, ratings, squares } = weightedMarginals(table, weights)
  const spread = spreadOf(input.metric, input.values, marginals)
  const nominal = spreadOf('nominal', input.values, marginals)
  const every = Int32Array.from(input.values, (_, index) => index)
  let within = 0
  let differing = 0
  forEachUnit(table, weights, (unit) => {
    const factor = (unit.weight * unit.total) / (unit.total * unit.total - unit.squares)
    within += factor * spread(unit.value, unit.count, 0, unit.entries)
    differing += factor * nominal(unit.value, unit.count, 0, unit.entries)
  })
  const between = (spread(every, marginals, 0, every.length) * ratings) / (ratings * ratings - squares)
  return { alpha: between > 0 ? 1 - within / between : NaN, agreement: 1 - differing / ratings }
}

function weightedMarginals(
  table: ReliabilityTable,
  weights: Weights,
): { marginals: Float64Array; ratings: number; squares: number } {
  const marginals = new Float64Array(table.values.length)
  let ratings = 0
  let squares = 0
  forEachUnit(table, weights, (unit) => {
    for (let entry = 0; entry < unit.entries; entry++) {
      marginals[unit.value[entry]!]! += unit.weight * unit.count[entry]!
    }
    ratings += unit.weight * unit.total
    squares += unit.weight * unit.squares
  })
  return { marginals, ratings, squares }
}

/** A unit's weighted values. The same object is filled again for each unit. */
interface WeightedUnit {
  /** How often the unit was drawn. */
  weight: number
  /** Entries in use of `value` and `count`. */
  entries: number
  readonly value: Int32Array
  /** How often each value occurs, each rating as often as its rater was drawn. */
  readonly count: Float64Array
  total: number
  /** Sum of the squared weights of its raters: pairs of a rating with itself. */
  squares: number
}

/** Visits the units that were drawn and in which at least two different raters are left. */
function forEachUnit(
  { start, raterOf, valueOf, values }: ReliabilityTable,
  { unitWeights, raterWeights }: Weights,
  visit: (unit: WeightedUnit) => void,
): void {
  const slotOf = new Int32Array(values.length).fill(-1)
  const unit: WeightedUnit = {
    weight: 0,
    entries: 0,
    value: new Int32Array(values.length),
    count: new Float64Array(values.length),
    total: 0,
    squares: 0,
  }
  for (let index = 0; index < unitWeights.length; index++) {
    if (unitWeights[index] === 0) continue
    Object.assign(unit, { weight: unitWeights[index]!, entries: 0, total: 0, squares: 0 })
    let present = 0
    for (let place = start[index]!; place < start[index + 1]!; place++) {
      const weight = raterWeights[raterOf[place]!]!
      if (weight === 0) continue
      present++
      const rated = valueOf[place]!
      let slot = slotOf[rated]!
      if (slot < 0) {
        slot = slotOf[rated] = unit.entries++
        unit.value[slot] = rated
        unit.count[slot] = 0
      }
      unit.count[slot]! += weight
      unit.total += weight
      unit.squares += weight * weight
    }
    for (let entry = 0; entry < unit.entries; entry++) slotOf[unit.value[entry]!] = -1
    if (present >= 2) visit(unit)
  }
}

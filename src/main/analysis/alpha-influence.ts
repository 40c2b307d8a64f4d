import type { AlphaInfluence, DifferenceMetric } from '../../shared/analysis-alpha'
import { alphaOfRows, pairablePatterns, type PairablePatterns } from './alpha-point'
import type { ReliabilityTable, ValueCounts } from './reliability-table'

/** What alpha would be without each unit, and without each rater; in the order of the table. */
export interface AlphaInfluences {
  readonly units: AlphaInfluence[]
  readonly raters: AlphaInfluence[]
}

/**
 * Leaves out one unit, or one rater, at a time. Units with the same ratings have the same influence, so that alpha is
 * computed once for each pattern of ratings; leaving out a rater moves his units from one pattern to another. Time grows
 * with patterns × (patterns + raters), not with ratings × ratings.
 */
export function alphaInfluences(table: ReliabilityTable, metric: DifferenceMetric): AlphaInfluences {
  const patterns = pairablePatterns(table)
  const full = alphaOfRows({ metric, values: table.values, counts: patterns.counts }, patterns.unitsOf).alpha
  const influence = (id: string, ratings: number, without: number): AlphaInfluence => ({
    id,
    ratings,
    alphaWithout: Number.isNaN(without) ? null : without,
    change: Number.isNaN(without) || Number.isNaN(full) ? null : without - full,
  })
  const withoutUnit = alphaWithoutUnits(table, patterns, metric)
  const withoutRater = alphaWithoutRaters(table, metric)
  const ratingsOfRater = new Int32Array(table.raters.length)
  for (const rater of table.raterOf) ratingsOfRater[rater]!++
  return {
    units: table.units.map((id, unit) =>
      influence(
        id,
        table.start[unit + 1]! - table.start[unit]!,
        withoutUnit[patterns.patternOf[unit]!] ?? full,
      ),
    ),
    raters: table.raters.map((id, rater) => influence(id, ratingsOfRater[rater]!, withoutRater[rater]!)),
  }
}

/** By pattern. */
function alphaWithoutUnits(
  { values }: ReliabilityTable,
  { counts, unitsOf }: PairablePatterns,
  metric: DifferenceMetric,
): Float64Array {
  const weights = unitsOf.slice()
  return unitsOf.map((units, pattern) => {
    weights[pattern] = units - 1
    const { alpha } = alphaOfRows({ metric, values, counts }, weights)
    weights[pattern] = units
    return alpha
  })
}

function alphaWithoutRaters(table: ReliabilityTable, metric: DifferenceMetric): Float64Array {
  const { counts, moves, unitsOf } = reducedPatterns(table)
  const input = { metric, values: table.values, counts }
  return Float64Array.from(table.raters, (_, rater) => {
    const weights = unitsOf.slice()
    for (const [from, to] of moves[rater]!) {
      weights[from]!--
      if (to >= 0) weights[to]!++
    }
    return alphaOfRows(input, weights).alpha
  })
}

interface ReducedPatterns {
  /** Patterns of the units as they are, and as they are without one of their raters. */
  readonly counts: ValueCounts
  readonly unitsOf: Float64Array
  /** For each rater, the pattern that each of his units has, and the one it has without him: -1 for fewer than two ratings. */
  readonly moves: readonly (readonly (readonly [number, number])[])[]
}

function reducedPatterns(table: ReliabilityTable): ReducedPatterns {
  const variants = new VariantRows(table)
  const moves: [number, number][][] = table.raters.map(() => [])
  const places: { rater: number; whole: number; reduced: number }[] = []
  for (let unit = 0; unit < table.units.length; unit++) {
    const [from, to] = [table.start[unit]!, table.start[unit + 1]!]
    if (to - from < 2) continue
    const whole = variants.add(unit, -1)
    for (let place = from; place < to; place++) {
      const reduced = to - from > 2 ? variants.add(unit, table.valueOf[place]!) : -1
      places.push({ rater: table.raterOf[place]!, whole, reduced })
    }
  }
  const patterns = pairablePatterns({ counts: variants.counts() })
  const unitsOf = new Float64Array(patterns.unitsOf.length)
  for (const row of variants.wholeRows) unitsOf[patterns.patternOf[row]!]!++
  for (const { rater, whole, reduced } of places) {
    moves[rater]!.push([patterns.patternOf[whole]!, reduced < 0 ? -1 : patterns.patternOf[reduced]!])
  }
  return { counts: patterns.counts, unitsOf, moves }
}

/** Units, and units without one rating of a value; the same reduction of a unit is kept once. */
class VariantRows {
  readonly wholeRows: number[] = []
  private readonly start = [0]
  private readonly value: number[] = []
  private readonly count: number[] = []
  private lastUnit = -1
  private readonly ofLastUnit = new Map<number, number>()

  constructor(private readonly table: ReliabilityTable) {}

  /** The row of a unit without one rating of `removed`, or of the whole unit for -1. */
  add(unit: number, removed: number): number {
    if (unit !== this.lastUnit) this.ofLastUnit.clear()
    this.lastUnit = unit
    const known = this.ofLastUnit.get(removed)
    if (known !== undefined) return known
    const { start, value, count } = this.table.counts
    for (let entry = start[unit]!; entry < start[unit + 1]!; entry++) {
      const left = count[entry]! - Number(value[entry] === removed)
      if (left === 0) continue
      this.value.push(value[entry]!)
      this.count.push(left)
    }
    const row = this.start.push(this.value.length) - 2
    this.ofLastUnit.set(removed, row)
    if (removed < 0) this.wholeRows.push(row)
    return row
  }

  counts(): ValueCounts {
    return {
      start: Int32Array.from(this.start),
      value: Int32Array.from(this.value),
      count: Float64Array.from(this.count),
    }
  }
}

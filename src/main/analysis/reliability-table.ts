import { StudioError } from '../../shared/errors'

/** One rating. Values are labels, or numbers for ordinal, interval and ratio data; null is missing. */
export interface Rating {
  readonly unit: string
  readonly rater: string
  readonly value: string | number | null
}

/** How often each value occurs in each row (a unit, or a pattern that units share), as compressed sparse rows. */
export interface ValueCounts {
  /** Row r has the entries from `start[r]` up to `start[r + 1]`; length rows + 1. */
  readonly start: Int32Array
  /** Index into the table's values, ascending in each row. */
  readonly value: Int32Array
  readonly count: Float64Array
}

/** Ratings in the order of their units, with ids as indices: three integers a rating, whatever the ids are. */
export interface ReliabilityTable {
  readonly units: readonly string[]
  readonly raters: readonly string[]
  /** Distinct values, ascending. */
  readonly values: readonly (string | number)[]
  /** Unit u has the ratings from `start[u]` up to `start[u + 1]`. */
  readonly start: Int32Array
  readonly raterOf: Int32Array
  readonly valueOf: Int32Array
  readonly counts: ValueCounts
  readonly ratingsGiven: number
  /** Later ratings of one unit by one rater. The first counts. */
  readonly duplicatesDropped: number
}

/**
 * Ratings as a table. Units, raters and values are sorted, so that the order of the rows does not matter, except for
 * which of several ratings of one unit by one rater is the first. Missing values are left out.
 *
 * @throws StudioError `analysis/bad-input` for a number that is not finite
 */
export function reliabilityTable(ratings: Iterable<Rating>): ReliabilityTable {
  const units = new Index<string>()
  const raters = new Index<string>()
  const values = new Index<string | number>()
  const rows: number[] = []
  let ratingsGiven = 0
  for (const { unit, rater, value } of ratings) {
    ratingsGiven++
    if (value === null) continue
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new StudioError(
        'analysis/bad-input',
        `The rating of ${unit} by ${rater} is ${value}. A rating is a finite number or a label, or missing.`,
      )
    }
    rows.push(units.of(unit), raters.of(rater), values.of(value))
  }
  const order = { units: units.sorted(), raters: raters.sorted(), values: values.sorted() }
  const kept = groupByUnit(rows, order)
  const counts = countValues(kept, order.values.keys.length)
  return {
    units: order.units.keys,
    raters: order.raters.keys,
    values: order.values.keys,
    ...kept,
    counts,
    ratingsGiven,
    duplicatesDropped: rows.length / 3 - kept.raterOf.length,
  }
}

/** Ids in the order in which they came, and their place among all when sorted. */
class Index<T extends string | number> {
  private readonly places = new Map<T, number>()

  of(key: T): number {
    const known = this.places.get(key)
    if (known !== undefined) return known
    this.places.set(key, this.places.size)
    return this.places.size - 1
  }

  sorted(): Sorted<T> {
    const keys = [...this.places.keys()].sort(compareKeys)
    const rankOf = new Int32Array(keys.length)
    for (const [rank, key] of keys.entries()) rankOf[this.places.get(key)!] = rank
    return { keys, rankOf }
  }
}

interface Sorted<T> {
  readonly keys: readonly T[]
  readonly rankOf: Int32Array
}

/** Numbers ascending and before texts; texts by code unit, the same on every machine. */
function compareKeys(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1
  return a < b ? -1 : Number(a > b)
}

interface Order {
  readonly units: Sorted<string>
  readonly raters: Sorted<string>
  readonly values: Sorted<string | number>
}

/** A counting sort by unit, which keeps the order of rows within a unit; later ratings of the same rater drop out. */
function groupByUnit(
  rows: readonly number[],
  { units, raters, values }: Order,
): Pick<ReliabilityTable, 'start' | 'raterOf' | 'valueOf'> {
  const unitCount = units.keys.length
  const firstRow = new Int32Array(unitCount + 1)
  for (let row = 0; row < rows.length; row += 3) firstRow[units.rankOf[rows[row]!]! + 1]!++
  for (let unit = 0; unit < unitCount; unit++) firstRow[unit + 1]! += firstRow[unit]!
  const next = firstRow.slice()
  const sorted = new Int32Array(rows.length / 3)
  for (let row = 0; row < rows.length; row += 3) sorted[next[units.rankOf[rows[row]!]!]!++] = row
  const start = new Int32Array(unitCount + 1)
  const raterOf = new Int32Array(sorted.length)
  const valueOf = new Int32Array(sorted.length)
  const lastUnitOf = new Int32Array(raters.keys.length).fill(-1)
  let kept = 0
  for (let unit = 0; unit < unitCount; unit++) {
    for (let place = firstRow[unit]!; place < firstRow[unit + 1]!; place++) {
      const rater = raters.rankOf[rows[sorted[place]! + 1]!]!
      if (lastUnitOf[rater] === unit) continue
      lastUnitOf[rater] = unit
      raterOf[kept] = rater
      valueOf[kept++] = values.rankOf[rows[sorted[place]! + 2]!]!
    }
    start[unit + 1] = kept
  }
  return { start, raterOf: raterOf.slice(0, kept), valueOf: valueOf.slice(0, kept) }
}

function countValues(
  { start, valueOf }: Pick<ReliabilityTable, 'start' | 'valueOf'>,
  valueCount: number,
): ValueCounts {
  const unitCount = start.length - 1
  const starts = new Int32Array(unitCount + 1)
  const value = new Int32Array(valueOf.length)
  const count = new Float64Array(valueOf.length)
  const tally = new Int32Array(valueCount)
  let filled = 0
  for (let unit = 0; unit < unitCount; unit++) {
    for (let place = start[unit]!; place < start[unit + 1]!; place++) {
      const rated = valueOf[place]!
      if (tally[rated]!++ === 0) value[filled++] = rated
    }
    value.subarray(starts[unit]!, filled).sort()
    for (let entry = starts[unit]!; entry < filled; entry++) {
      count[entry] = tally[value[entry]!]!
      tally[value[entry]!] = 0
    }
    starts[unit + 1] = filled
  }
  return { start: starts, value: value.slice(0, filled), count: count.slice(0, filled) }
}

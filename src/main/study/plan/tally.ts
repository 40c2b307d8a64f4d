/** Counts by row and column. */
export interface Tally {
  add(row: number, column: number): void
  row(row: number): Int32Array
  /** The lowest and the highest of all counts. */
  range(): [number, number]
  /** The lowest and the highest difference between two columns of a row. */
  spread(): [number, number]
  /** Every row as numbers, for a table. */
  rows(): number[][]
}

export function makeTally(rowCount: number, columnCount: number): Tally {
  const counts = new Int32Array(rowCount * columnCount)
  const row = (index: number): Int32Array => counts.subarray(index * columnCount, (index + 1) * columnCount)
  const all = (): Int32Array[] => Array.from({ length: rowCount }, (_, index) => row(index))
  return {
    add: (rowIndex, column) => {
      counts[rowIndex * columnCount + column]!++
    },
    row,
    range: () => rangeOf(counts),
    spread: () => rangeOf(all().map((values) => rangeOf(values)[1] - rangeOf(values)[0])),
    rows: () => all().map((values) => Array.from(values)),
  }
}

/** The lowest and the highest value; 0 and 0 of none. */
export function rangeOf(values: Iterable<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return low > high ? [0, 0] : [low, high]
}

import { chiSquareSurvival } from './distributions'

/** Pearson's statistic and its p-value; null where a row or a column is empty, or only one is left. */
export interface ChiSquare {
  readonly statistic: number | null
  readonly degreesOfFreedom: number | null
  readonly p: number | null
}

/** Σ (observed - expected)² / expected over categories, with one degree of freedom less than categories. */
export function chiSquareOfCounts(observed: readonly number[], expected: readonly number[]): ChiSquare {
  if (observed.length < 2 || expected.some((count) => count <= 0)) {
    return { statistic: null, degreesOfFreedom: null, p: null }
  }
  const statistic = observed.reduce(
    (sum, count, index) => sum + (count - expected[index]!) ** 2 / expected[index]!,
    0,
  )
  const degreesOfFreedom = observed.length - 1
  return { statistic, degreesOfFreedom, p: chiSquareSurvival(statistic, degreesOfFreedom) }
}

/** Pearson's test that all rows of a table have the same distribution over its columns. Empty rows and columns drop. */
export function chiSquareOfTable(table: readonly (readonly number[])[]): ChiSquare {
  const rows = table.filter((row) => row.some((count) => count > 0))
  const columns = (rows[0] ?? []).map((_, column) => total(rows.map((row) => row[column]!)))
  const used = columns.map((_, column) => column).filter((column) => columns[column]! > 0)
  if (rows.length < 2 || used.length < 2) return { statistic: null, degreesOfFreedom: null, p: null }
  const all = total(columns)
  let statistic = 0
  for (const row of rows) {
    const rowTotal = total(row)
    for (const column of used) {
      const expected = (rowTotal * columns[column]!) / all
      statistic += (row[column]! - expected) ** 2 / expected
    }
  }
  const degreesOfFreedom = (rows.length - 1) * (used.length - 1)
  return { statistic, degreesOfFreedom, p: chiSquareSurvival(statistic, degreesOfFreedom) }
}

/** Cramér's V of a chi-square statistic, in [0, 1] (Cramér 1946, section 21.9). */
export function cramerV(statistic: number, n: number, rows: number, columns: number): number {
  return Math.sqrt(statistic / (n * (Math.min(rows, columns) - 1)))
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** A square matrix as rows. */
export type Matrix = readonly (readonly number[])[]

/**
 * The inverse of a small symmetric positive definite matrix by Gauss and Jordan's elimination with pivoting; null where
 * it is singular.
 */
export function inverse(matrix: Matrix): number[][] | null {
  const size = matrix.length
  const rows = matrix.map((row, index) => [...row, ...row.map((_, column) => Number(column === index))])
  const scale = Math.max(...matrix.flat().map(Math.abs))
  for (let column = 0; column < size; column++) {
    const pivot = largestBelow(rows, column)
    if (!(Math.abs(rows[pivot]![column]!) > 1e-13 * scale)) return null
    ;[rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!]
    const pivotRow = rows[column]!
    const divisor = pivotRow[column]!
    for (let entry = 0; entry < pivotRow.length; entry++) pivotRow[entry]! /= divisor
    for (const [index, row] of rows.entries()) {
      if (index === column) continue
      const factor = row[column]!
      for (let entry = 0; entry < row.length; entry++) row[entry]! -= factor * pivotRow[entry]!
    }
  }
  return rows.map((row) => row.slice(size))
}

function largestBelow(rows: Matrix, column: number): number {
  let best = column
  for (let row = column + 1; row < rows.length; row++) {
    if (Math.abs(rows[row]![column]!) > Math.abs(rows[best]![column]!)) best = row
  }
  return best
}

/** The product of a matrix with a column. */
export function times(matrix: Matrix, column: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, index) => sum + value * column[index]!, 0))
}

/** The quadratic form xᵀ M x. */
export function quadraticForm(matrix: Matrix, x: readonly number[]): number {
  return times(matrix, x).reduce((sum, value, index) => sum + value * x[index]!, 0)
}

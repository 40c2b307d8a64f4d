import type { FigureTable } from './figure-table'

/** Columns that an upright page has room for. */
const paperColumns = 13

/** Whether a table is wider than paper. */
export function isTooWide({ columns }: FigureTable): boolean {
  return columns.length > paperColumns
}

/**
 * A wide table as several that fit on paper one below the other, each with the first column. Columns are dealt in pairs,
 * because counts stand beside their shares.
 */
export function paperParts(table: FigureTable): FigureTable[] {
  const others = table.columns.length - 1
  const parts = Math.ceil(others / (paperColumns - 1))
  const width = 2 * Math.ceil(others / parts / 2)
  const partOf = <T>(cells: readonly T[], part: number): T[] => [
    cells[0]!,
    ...cells.slice(1 + part * width, 1 + (part + 1) * width),
  ]
  return Array.from({ length: parts }, (_, part) => ({
    columns: partOf(table.columns, part),
    rows: table.rows.map((row) => partOf(row, part)),
  }))
}

import type { CountTable } from '../../../shared/plan-proof'
import type { FigureTable } from '../charts/figure-table'

/** Counts of a plan by two labels, as a table that is shown. */
export function countTable({ rows, columns, counts }: CountTable): FigureTable {
  return {
    columns: [{ label: 'Of', isNumber: false }, ...columns.map((label) => ({ label, isNumber: true }))],
    rows: rows.map((name, row) => [name, ...counts[row]!.map(String)]),
  }
}

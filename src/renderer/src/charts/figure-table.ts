/** What a figure shows, as a table that can be read, copied and spoken. */
export interface FigureTable {
  readonly columns: readonly { readonly label: string; readonly isNumber: boolean }[]
  /** Cells as they are shown. */
  readonly rows: readonly (readonly string[])[]
}

/** Tab-separated text, as spreadsheets paste it. */
export function asTabSeparated({ columns, rows }: FigureTable): string {
  const lines = [columns.map(({ label }) => label), ...rows]
  return lines.map((cells) => cells.map((cell) => cell.replaceAll(/[\t\n\r]+/g, ' ')).join('\t')).join('\n')
}

/** A share in [0, 1] as `86.4 %`; a dash where there is none. */
export function percent(share: number | null, digits = 1): string {
  return share === null ? '–' : `${(share * 100).toFixed(digits)} %`
}

/** One thing that a plan promises, or that is worth knowing, counted from the plan itself. */
export interface PlanClaim {
  /** What was counted, as `ratings of an item`. */
  readonly counted: string
  /** The lowest and the highest count found. */
  readonly range: readonly [number, number]
  /** The counts that the plan promises; null where it only reports. */
  readonly promised: readonly [number, number] | null
  /** Whether the range lies within the promise; true where nothing is promised. */
  readonly holds: boolean
}

/** Counts by two labels, as sides by pair. `counts[row][column]`. */
export interface CountTable {
  readonly title: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

/** What a plan shows about itself to whoever wants to check it. */
export interface PlanProof {
  readonly raters: number
  readonly ratings: number
  readonly items: number
  readonly holds: boolean
  readonly claims: readonly PlanClaim[]
  readonly tables: readonly CountTable[]
}

const rangeText = ([low, high]: readonly [number, number]): string =>
  low === high ? `${low}` : `${low} to ${high}`

function claimText({ counted, range, promised, holds }: PlanClaim): string {
  const mark = promised === null ? '·' : holds ? '✓' : '✗'
  const promise = promised === null ? '' : ` (promised: ${rangeText(promised)})`
  return `${mark} ${counted}: ${rangeText(range)}${promise}`
}

function tableLines({ title, rows, columns, counts }: CountTable): readonly string[] {
  const cells = [['', ...columns], ...rows.map((row, index) => [row, ...counts[index]!.map(String)])]
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)))
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, column) => (column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!)))
      .join('  ')
  return ['', title, ...cells.map((texts) => `  ${line(texts)}`.trimEnd())]
}

/** The proof as plain text for a terminal or a lab book. */
export function planProofText(proof: PlanProof): string {
  const { raters, ratings, items, holds, claims, tables } = proof
  const verdict = holds ? 'Everything that was promised holds.' : 'Something that was promised does not hold.'
  return [
    `${ratings} ratings of ${items} items by ${raters} raters. ${verdict}`,
    ...claims.map(claimText),
    ...tables.flatMap(tableLines),
  ].join('\n')
}

import { countText } from './count-text'
import { z } from 'zod'

const count = z.number().nonnegative()
const range = z.tuple([count, count]).readonly()

/** One thing that a plan promises, or that is worth knowing, counted from the plan itself. */
const planClaimSchema = z.strictObject({
  /** What was counted, as `ratings of an item`. */
  counted: z.string(),
  /** The lowest and the highest count found. */
  range,
  /** The counts that the plan promises; null where it only reports. */
  promised: range.nullable(),
  /** Whether the range lies within the promise; true where nothing is promised. */
  holds: z.boolean(),
})
export type PlanClaim = Readonly<z.infer<typeof planClaimSchema>>

const labels = z.array(z.string()).readonly()

/** Counts by two labels, as sides by pair. `counts[row][column]`. */
const countTableSchema = z.strictObject({
  title: z.string(),
  rows: labels,
  columns: labels,
  counts: z.array(z.array(count).readonly()).readonly(),
})
export type CountTable = Readonly<z.infer<typeof countTableSchema>>

/** What a plan shows about itself to whoever wants to check it. */
export const planProofSchema = z.strictObject({
  raters: count,
  ratings: count,
  items: count,
  holds: z.boolean(),
  claims: z.array(planClaimSchema).readonly(),
  tables: z.array(countTableSchema).readonly(),
})
export type PlanProof = Readonly<z.infer<typeof planProofSchema>>

/** A range of counts as `4`, or `4 to 6`. */
export const rangeText = ([low, high]: readonly [number, number]): string =>
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
    `${countText(ratings, 'rating')} of ${countText(items, 'item')} by ${countText(raters, 'rater')}. ${verdict}`,
    ...claims.map(claimText),
    ...tables.flatMap(tableLines),
  ].join('\n')
}

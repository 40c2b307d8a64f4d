import { StudioError } from '../../../shared/errors'
import type { RatingRow } from '../../../shared/rating-row'
import { csvText } from './csv-text'

/** More cells than any spreadsheet or agreement tool takes. */
const cellLimit = 20_000_000

/**
 * Ratings as a table of items (rows) by raters (columns), as tools for agreement read it. Empty cells were not rated; of
 * several ratings of one item by one rater the first counts. "I don't know" and "both equally" have words of their own.
 * @throws StudioError `export/unsupported` for tables that nothing could open
 */
export function itemsByRaters(rows: readonly RatingRow[]): string {
  const raters = [...new Set(rows.map(({ raterId }) => raterId))].sort()
  const items = [...new Set(rows.map(({ itemId }) => itemId))].sort()
  if (raters.length * items.length > cellLimit) {
    throw new StudioError(
      'export/unsupported',
      `A table of ${items.length} items by ${raters.length} raters has more than ${cellLimit} cells. Use the tidy export, ` +
        'which has one row a rating.',
    )
  }
  const columnOf = new Map(raters.map((rater, index) => [rater, index]))
  const table = new Map(
    items.map((item) => [item, new Array<string | number | null>(raters.length).fill(null)]),
  )
  for (const row of rows) {
    const cells = table.get(row.itemId)!
    cells[columnOf.get(row.raterId)!] ??= row.answer ?? noChoice[row.task]
  }
  const lines = [...table].map(([item, cells]) => [item, ...cells])
  return csvText(['item', ...raters], lines)
}

const noChoice = { classify: 'unknown', likert: 'unknown', pair: 'equal' } as const satisfies Record<
  RatingRow['task'],
  string
>

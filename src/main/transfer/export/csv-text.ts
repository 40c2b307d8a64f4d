import type { DataValue } from '../../../shared/trials/trial-type'

/** What spreadsheets take for a formula when a cell begins with it. */
const formulaStart = /^[=+\-@\t\r]/

/**
 * Rows as CSV text: commas, `\n` at line ends, quoted where needed; null is an empty cell. Text that a spreadsheet would
 * run as a formula gets an apostrophe in front; numbers stay as they are.
 */
export function csvText(header: readonly string[], rows: Iterable<readonly DataValue[]>): string {
  const lines = [header.map(cell).join(',')]
  for (const row of rows) lines.push(row.map(cell).join(','))
  return `${lines.join('\n')}\n`
}

function cell(value: DataValue): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = formulaStart.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

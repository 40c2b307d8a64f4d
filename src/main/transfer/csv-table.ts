import { CsvError, parse } from 'csv-parse/sync'
import type { ProblemList } from './problem-list'

/** A record of a CSV file with the line on which it starts. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

export interface CsvTable {
  readonly columns: readonly string[]
  readonly records: readonly CsvRecord[]
}

const delimiters = [',', ';', '\t'] as const

/** More than any batch file has, and little enough for memory. */
const limits = { sizeBytes: 512 * 1024 * 1024, fieldCharacters: 100_000 }

/**
 * Reads CSV text: UTF-8 with or without a byte order mark, any line ends, fields separated by comma, semicolon or tab
 * (whichever its first line has most of), quoted where needed. Null where that is not possible; the reason is added to
 * the problems. Records with another number of fields than the header are problems too.
 */
export function readCsvTable(bytes: Uint8Array, problems: ProblemList): CsvTable | null {
  const text = decode(bytes, problems)
  if (text === null) return null
  const parsed = parseRecords(text, problems)
  if (parsed === null) return null
  const [header, ...records] = parsed
  if (!header) {
    problems.add(null, null, 'The file is empty. A first line with the names of the columns is needed.')
    return null
  }
  const columns = header.cells.map((name) => name.trim())
  const repeated = columns.filter((name, index) => name !== '' && columns.indexOf(name) !== index)
  for (const name of new Set(repeated)) {
    problems.add(header.line, name, 'The column is there more than once. Rename or remove one of them.')
  }
  const whole = records.filter(({ line, cells }) => {
    if (cells.length === columns.length) return true
    const message = `The line has ${cells.length} fields, the header ${columns.length}. Look for a missing or stray separator or quotation mark.`
    problems.add(line, null, message)
    return false
  })
  return { columns, records: whole }
}

function decode(bytes: Uint8Array, problems: ProblemList): string | null {
  if (bytes.length > limits.sizeBytes) {
    problems.add(
      null,
      null,
      `The file has ${bytes.length} bytes; at most ${limits.sizeBytes} can be read. Split it.`,
    )
    return null
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    problems.add(1, null, 'The file is UTF-16 text. Save it as "CSV UTF-8" and try again.')
    return null
  }
  const bad = firstLineNotText(bytes)
  if (bad === null) return new TextDecoder('utf-8').decode(bytes)
  problems.add(bad, null, 'The line is not UTF-8 text. Save the file as "CSV UTF-8" and try again.')
  return null
}

/** The first line with bytes that are no UTF-8, or with a zero byte, which no text has; null where all is text. */
function firstLineNotText(bytes: Uint8Array): number | null {
  if (!bytes.includes(0) && isUtf8(bytes)) return null
  let line = 1
  let start = 0
  while (start < bytes.length) {
    const feed = bytes.indexOf(0x0a, start)
    const end = feed < 0 ? bytes.length : feed + 1
    const part = bytes.subarray(start, end)
    if (part.includes(0) || !isUtf8(part)) return line
    line++
    start = end
  }
  return line
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function parseRecords(text: string, problems: ProblemList): CsvRecord[] | null {
  const records: CsvRecord[] = []
  try {
    parse(text, {
      delimiter: likelyDelimiter(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: limits.fieldCharacters,
      on_record: (cells: string[], { lines }) => {
        records.push({ line: lines - lineBreaksIn(cells), cells })
        return null
      },
    })
    return records
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error['lines'] === 'number' ? error['lines'] : null
    const reason = parseFailures[error.code] ?? `The text cannot be read as CSV (${error.code})`
    problems.add(line, null, `${reason}. Look at this line and the ones above it.`)
    return null
  }
}

/** The parser's own messages repeat what stands in the file. */
const parseFailures: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quotation mark is opened and not closed before the end of the file',
  CSV_INVALID_CLOSING_QUOTE: 'A quotation mark stands within a quoted field; within one it must be doubled',
  INVALID_OPENING_QUOTE:
    'A quotation mark stands in the middle of a field; such a field must be quoted as a whole',
  CSV_MAX_RECORD_SIZE: `A field has more than ${limits.fieldCharacters} characters`,
}

function likelyDelimiter(text: string): string {
  const first = text.slice(0, text.search(/[\r\n]|$/))
  const counts = delimiters.map((delimiter) => first.split(delimiter).length)
  return delimiters[counts.indexOf(Math.max(...counts))]!
}

/** The parser says where a record ends; one with line breaks in its fields starts above. */
function lineBreaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0)
}

import { createHash } from 'node:crypto'
import type { ImportedRating, ImportOptions } from '../../shared/rating-import'
import { ratingRowSchema, type RatingRow } from '../../shared/rating-row'
import type { CsvRecord, CsvTable } from './csv-table'
import { type ProblemList, quoted } from './problem-list'

/** What a shape's reader gets and fills. */
export interface ReadContext {
  readonly table: CsvTable
  readonly options: ImportOptions
  readonly problems: ProblemList
  /** What a reader should know, as ratings that were left out. */
  readonly notes: string[]
}

/** One shape of rating files. */
export interface ShapeReader {
  /** Whether the header is of this shape, given the mapping of columns (null where there is none). */
  recognises(columns: readonly string[], options: ImportOptions): boolean
  /** All ratings; what cannot be read is added to the problems. */
  read(context: ReadContext): ImportedRating[]
}

/** A cell by its column's name; empty where the file has no such column. */
export type CellOf = (record: CsvRecord, column: string) => string

export function cellReader({ columns }: CsvTable): CellOf {
  const place = new Map(columns.map((name, index) => [name, index]))
  return ({ cells }, column) => cells[place.get(column) ?? -1]?.trim() ?? ''
}

/** SHA-256 of the parts, in hexadecimal. */
export function identityOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** A cell that must not be empty, nor hold control characters; null where it does, with the problem noted. */
export function requiredText(
  value: string,
  { record, column, problems }: { record: CsvRecord; column: string; problems: ProblemList },
): string | null {
  if (value === '') {
    problems.add(record.line, column, 'The field is empty.')
    return null
  }
  if (value.length <= 1000 && !/\p{Cc}/u.test(value)) return value
  problems.add(record.line, column, `${quoted(value)} is too long, or holds control characters.`)
  return null
}

/** Response time in milliseconds; null where the cell is empty. A cell that is no duration is a problem. */
export function durationMs(
  value: string,
  {
    record,
    column,
    problems,
    msPerUnit,
  }: { record: CsvRecord; column: string; problems: ProblemList; msPerUnit: number },
): number | null {
  if (value === '') return null
  const duration = Number(value)
  if (Number.isFinite(duration) && duration >= 0) return duration * msPerUnit
  problems.add(record.line, column, `${quoted(value)} is no duration. A number from 0 is needed, or nothing.`)
  return null
}

/** A row as the contract has it; what it does not allow is a problem. */
export function checkedRow(row: RatingRow, record: CsvRecord, problems: ProblemList): RatingRow | null {
  const checked = ratingRowSchema.safeParse(row)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  problems.add(record.line, null, `${issue!.path.join('.')}: ${issue!.message}.`)
  return null
}

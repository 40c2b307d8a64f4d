import type { ImportedRating } from '../../shared/rating-import'
import type { RatingRow } from '../../shared/rating-row'
import type { CsvRecord } from './csv-table'
import { type ProblemList, quoted, quotedList } from './problem-list'
import {
  type CellOf,
  cellReader,
  checkedRow,
  durationMs,
  identityOf,
  type ReadContext,
  requiredText,
} from './row-reader'

/** The input column of both shapes: the stimulus's file name. */
export const stimulusColumn = 'Input.image_url'

/** A one-hot answer column, as `Answer.classes.0-fish`: a choice is `true` in exactly one of them. */
export interface AnswerColumn {
  readonly column: string
  readonly choice: string
}

/** The answer columns in the order of the file. */
export function answerColumns(columns: readonly string[]): AnswerColumn[] {
  return columns.flatMap((column) => {
    const choice = /^Answer\.[^.]+\.(.+)$/.exec(column)?.[1]
    return choice === undefined ? [] : [{ column, choice }]
  })
}

/** What is left of a stimulus's file name without folders, query and ending. */
export function stimulusName(imageUrl: string): string {
  const path = imageUrl.replace(/[?#].*$/, '')
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.(png|jpe?g|webp|gif)$/i, '')
}

/** What a shape makes of a line; null where it noted a problem. */
export type RowOf = (
  name: string,
  choice: string,
  record: CsvRecord,
) => { readonly task: RatingRow['task']; readonly [field: string]: unknown } | null

/**
 * The ratings of a batch file as Mechanical Turk writes it: one assignment a line. What shapes share is read here, what
 * differs comes from `rowOf`. Assignments that the requester rejected are left out unless the options want them.
 */
export function readBatch(context: ReadContext, rowOf: RowOf): ImportedRating[] {
  const { table, options, problems, notes } = context
  const cell = cellReader(table)
  const answers = answerColumns(table.columns)
  const seen = new Map<string, number>()
  const ratings: ImportedRating[] = []
  let rejected = 0
  for (const record of table.records) {
    if (cell(record, 'AssignmentStatus') === 'Rejected' && !options.includeRejected) {
      rejected++
      continue
    }
    const rating = readAssignment(record, { cell, answers, seen, context, rowOf })
    if (rating) ratings.push(rating)
  }
  if (rejected > 0) notes.push(`${rejected} assignments that the requester rejected were left out.`)
  if (table.records.length === 0) problems.add(null, null, 'The file has a header and no ratings.')
  return ratings
}

interface Reading {
  readonly cell: CellOf
  readonly answers: readonly AnswerColumn[]
  readonly seen: Map<string, number>
  readonly context: ReadContext
  readonly rowOf: RowOf
}

function readAssignment(
  record: CsvRecord,
  { cell, answers, seen, context, rowOf }: Reading,
): ImportedRating | null {
  const { options, problems } = context
  const text = (column: string): string | null =>
    requiredText(cell(record, column), { record, column, problems })
  const raterId = text('WorkerId')
  const itemId = text(stimulusColumn)
  const choice = chosen(record, { cell, answers, problems })
  const timeColumn = 'WorkTimeInSeconds'
  const time = cell(record, timeColumn)
  const responseMs = durationMs(time, { record, column: timeColumn, problems, msPerUnit: 1000 })
  if (raterId === null || itemId === null || choice === null) return null
  const own = rowOf(stimulusName(itemId), choice, record)
  if (own === null) return null
  const common = { raterId, itemId, responseMs, source: 'imported', site: options.site }
  const row = checkedRow({ ...own, ...common } as RatingRow, record, problems)
  if (row === null) return null
  return {
    identity: assignmentIdentity(record, cell, seen),
    line: record.line,
    row,
    answeredAt: submitTime(cell(record, 'SubmitTime')),
    raterGroup: null,
  }
}

/** As `Mon Jun 14 06:10:25 PDT 2021`; null for a time, or a time zone, that cannot be read. */
function submitTime(text: string): string | null {
  const timeMs = Date.parse(text)
  return Number.isNaN(timeMs) ? null : new Date(timeMs).toISOString()
}

/**
 * An assignment has an id of its own. Where the column was removed, task, worker and stimulus stand for it, and a count
 * tells repeated ratings apart.
 */
function assignmentIdentity(record: CsvRecord, cell: CellOf, seen: Map<string, number>): string {
  const assignment = cell(record, 'AssignmentId')
  if (assignment !== '') return identityOf('mturk-assignment', assignment)
  const parts = ['HITId', 'WorkerId', stimulusColumn].map((column) => cell(record, column))
  const key = JSON.stringify(parts)
  const occurrence = seen.get(key) ?? 0
  seen.set(key, occurrence + 1)
  return identityOf('mturk-rating', ...parts, String(occurrence))
}

const trueTexts = new Set(['true', '1', '1.0'])
const falseTexts = new Set(['false', '0', '0.0', ''])

function chosen(
  record: CsvRecord,
  { cell, answers, problems }: { cell: CellOf; answers: readonly AnswerColumn[]; problems: ProblemList },
): string | null {
  const choices: string[] = []
  for (const { column, choice } of answers) {
    const value = cell(record, column).toLowerCase()
    if (trueTexts.has(value)) choices.push(choice)
    else if (!falseTexts.has(value)) {
      problems.add(record.line, column, `${quoted(value)} is neither true nor false.`)
      return null
    }
  }
  if (choices.length === 1) return choices[0]!
  const count = choices.length === 0 ? 'No answer' : `More than one answer (${quotedList(choices)})`
  problems.add(record.line, null, `${count} is marked true; exactly one of the columns Answer.* must be.`)
  return null
}

import type { ColumnMapping, ImportedRating } from '../../shared/rating-import'
import type { RatingRow } from '../../shared/rating-row'
import type { CsvRecord } from './csv-table'
import { quoted, quotedList } from './problem-list'
import {
  type CellOf,
  cellReader,
  checkedRow,
  durationMs,
  identityOf,
  type ReadContext,
  requiredText,
  type ShapeReader,
} from './row-reader'

/** Where a file has no column of models. */
const onlyModel = 'all'

/** One rating a line, in columns that a mapping names: what most tools export. */
export const longShape: ShapeReader = {
  recognises: (_columns, { mapping }) => mapping !== null,
  read: (context) => {
    const mapping = context.options.mapping!
    if (!columnsExist(mapping, context)) return []
    const cell = cellReader(context.table)
    const seen = new Map<string, number>()
    if (context.table.records.length === 0) {
      context.problems.add(null, null, 'The file has a header and no ratings.')
    }
    return context.table.records.flatMap((record) => readLine(record, { mapping, cell, seen, context }))
  },
}

function columnsExist(mapping: ColumnMapping, { table, problems }: ReadContext): boolean {
  const { rater, item, answer, image, className, model, leftModel, rightModel, time, site, raterGroup } =
    mapping
  const named = {
    rater,
    item,
    answer,
    image,
    className,
    model,
    leftModel,
    rightModel,
    time,
    site,
    raterGroup,
  }
  const before = problems.count
  for (const [role, column] of Object.entries(named)) {
    if (column === undefined || table.columns.includes(column)) continue
    problems.add(1, column, `There is no such column for ${role}. There are: ${quotedList(table.columns)}.`)
  }
  if (mapping.task === 'pair' && (!leftModel || !rightModel)) {
    problems.add(null, null, 'Pairs need a column for the left model and one for the right model.')
  }
  return problems.count === before
}

interface Reading {
  readonly mapping: ColumnMapping
  readonly cell: CellOf
  readonly seen: Map<string, number>
  readonly context: ReadContext
}

function readLine(record: CsvRecord, reading: Reading): ImportedRating[] {
  const { mapping, cell, seen, context } = reading
  const { problems, options } = context
  const text = (column: string): string | null =>
    requiredText(cell(record, column), { record, column, problems })
  const optional = (column: string | undefined): string | null =>
    column === undefined ? null : cell(record, column) || null
  const raterId = text(mapping.rater)
  const item = text(mapping.item)
  const msPerUnit = mapping.timeUnit === 's' ? 1000 : 1
  const responseMs =
    mapping.time === undefined
      ? null
      : durationMs(cell(record, mapping.time), { record, column: mapping.time, problems, msPerUnit })
  const own = taskFields(record, reading)
  if (raterId === null || item === null || own === null) return []
  const site = optional(mapping.site) ?? options.site
  const common = {
    raterId,
    itemId: stimulusOf(item, own, mapping),
    imageId: optional(mapping.image) ?? item,
    className: optional(mapping.className),
    responseMs,
    source: 'imported',
    site,
  }
  const row = checkedRow({ ...own, ...common } as RatingRow, record, problems)
  if (row === null) return []
  const key = JSON.stringify([row.task, site, raterId, common.itemId])
  const occurrence = seen.get(key) ?? 0
  seen.set(key, occurrence + 1)
  const identity = identityOf('long', key, String(occurrence))
  return [{ identity, line: record.line, row, answeredAt: null, raterGroup: optional(mapping.raterGroup) }]
}

/** What was on the screen: the item, and where models have columns of their own, the model or both of a pair. */
function stimulusOf(item: string, own: TaskFields, { model }: ColumnMapping): string {
  if (own.task === 'pair') return `${item} (${[own.leftModelId, own.rightModelId].sort().join(', ')})`
  return model === undefined ? item : `${item} (${own.modelId})`
}

type TaskFields =
  | { readonly task: 'classify'; readonly modelId: string; readonly answer: string | null }
  | { readonly task: 'likert'; readonly modelId: string; readonly answer: number | null }
  | {
      readonly task: 'pair'
      readonly leftModelId: string
      readonly rightModelId: string
      readonly answer: string | null
    }

/** The fields that differ between tasks; null where a problem was noted. */
function taskFields(record: CsvRecord, { mapping, cell, context: { problems } }: Reading): TaskFields | null {
  const given = cell(record, mapping.answer)
  const noChoice = mapping.noChoice.some((label) => label.trim().toLowerCase() === given.toLowerCase())
  const text = (column: string): string | null =>
    requiredText(cell(record, column), { record, column, problems })
  if (mapping.task === 'pair') {
    const leftModelId = text(mapping.leftModel!)
    const rightModelId = text(mapping.rightModel!)
    if (leftModelId === null || rightModelId === null) return null
    const sides: Record<string, string> = { left: leftModelId, right: rightModelId }
    const answer = noChoice
      ? null
      : [leftModelId, rightModelId].includes(given)
        ? given
        : sides[given.toLowerCase()]
    if (answer !== undefined) return { task: 'pair', leftModelId, rightModelId, answer }
    const allowed = quotedList([leftModelId, rightModelId, 'left', 'right', ...mapping.noChoice])
    problems.add(record.line, mapping.answer, `${quoted(given)} is none of ${allowed}.`)
    return null
  }
  const modelId = mapping.model === undefined ? onlyModel : text(mapping.model)
  if (modelId === null) return null
  if (mapping.task === 'classify') {
    const answer = noChoice ? null : text(mapping.answer)
    return answer === null && !noChoice ? null : { task: 'classify', modelId, answer }
  }
  const point = Number(given)
  const { minimum, maximum } = mapping.scale ?? { minimum: -Infinity, maximum: Infinity }
  const isPoint = given !== '' && Number.isInteger(point) && point >= minimum && point <= maximum
  if (noChoice || isPoint) return { task: 'likert', modelId, answer: noChoice ? null : point }
  const wanted =
    mapping.scale === undefined ? 'A whole number' : `A whole number from ${minimum} to ${maximum}`
  problems.add(record.line, mapping.answer, `${quoted(given)} is no point of the scale. ${wanted} is needed.`)
  return null
}

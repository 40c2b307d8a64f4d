import { z } from 'zod'
import { StudioError } from '../../../shared/errors'
import { publishedRows } from './staged-rows'
import type { StudyDatabase } from './study-database'

/** How records of one kind lie in a table: one column for each field, in snake case. */
export interface RecordLayout<S extends z.ZodObject> {
  readonly table: string
  readonly schema: S
  /** Fields that are stored as JSON text. */
  readonly json?: readonly (keyof z.output<S> & string)[]
  /** Fields that are stored as 0 and 1. */
  readonly flags?: readonly (keyof z.output<S> & string)[]
}

export type RecordOf<S extends z.ZodObject> = Readonly<z.output<S>>

/** A row that is no valid record. */
export interface DamagedRow {
  /** As SQLite gives it, under the names of the fields. */
  readonly row: unknown
  /** `store/damaged`, naming the fields. */
  readonly error: StudioError
}

/** What of some rows can be read, and what not, each in the order of the rows. */
export interface SortedRows<S extends z.ZodObject> {
  readonly records: readonly RecordOf<S>[]
  readonly damaged: readonly DamagedRow[]
}

/** Records of one table, checked on their way in and out. What is staged cannot be read. */
export interface RecordTable<S extends z.ZodObject> {
  /** For `SELECT`: every column of the table under its field's name. */
  readonly columns: string
  /** A row of those columns as a frozen record. @throws StudioError `store/damaged` */
  parse(row: unknown): RecordOf<S>
  /** Stores a record. @throws StudioError `store/refused` naming fields, `store/conflict` */
  insert(record: z.input<S>): RecordOf<S>
  /** Records for which an SQL condition holds, as `model_id = ? ORDER BY epoch`. */
  where(condition: string, parameters?: readonly unknown[]): readonly RecordOf<S>[]
  /** The same where a damaged row must not hide the others. */
  sort(condition: string, parameters?: readonly unknown[]): SortedRows<S>
  firstWhere(condition: string, parameters?: readonly unknown[]): RecordOf<S> | undefined
  /** @throws StudioError `store/not-found` */
  require(id: string): RecordOf<S>
}

/** Reads and writes records of a table. */
export function createRecordTable<S extends z.ZodObject>(
  database: StudyDatabase,
  layout: RecordLayout<S>,
): RecordTable<S> {
  const { table, schema } = layout
  const fields = Object.keys(schema.shape)
  const codec = createRowCodec(layout, fields)
  const columns = fields.map((field) => `${table}.${columnOf(field)} AS "${field}"`).join(', ')
  const insertSql =
    `INSERT INTO ${table} (${fields.map(columnOf).join(', ')}) ` +
    `VALUES (${fields.map((field) => `@${field}`).join(', ')})`
  const kind = table.replaceAll('_', ' ')
  const from = publishedRows(table)

  const read = (row: unknown): RecordOf<S> | StudioError => {
    const parsed = schema.safeParse(codec.decode(row))
    if (parsed.success) return deepFreeze(parsed.data)
    return new StudioError('store/damaged', `A ${kind} of the study is not valid: ${describe(parsed.error)}.`)
  }
  const parse = (row: unknown): RecordOf<S> => {
    const record = read(row)
    if (record instanceof StudioError) throw record
    return record
  }
  const select = (condition: string) =>
    database.statement(`SELECT ${columns} FROM ${from} WHERE ${condition}`)
  const firstWhere: RecordTable<S>['firstWhere'] = (condition, parameters = []) => {
    const row = select(condition).get(parameters)
    return row === undefined ? undefined : parse(row)
  }
  return {
    columns,
    parse,
    firstWhere,
    insert: (record) => {
      const parsed = schema.safeParse(record)
      if (!parsed.success) {
        throw new StudioError('store/refused', `The ${kind} was not stored: ${describe(parsed.error)}.`)
      }
      database.statement(insertSql).run(codec.encode(parsed.data))
      return deepFreeze(parsed.data)
    },
    where: (condition, parameters = []) => select(condition).all(parameters).map(parse),
    sort: (condition, parameters = []) => {
      const records: RecordOf<S>[] = []
      const damaged: DamagedRow[] = []
      for (const row of select(condition).all(parameters)) {
        const record = read(row)
        if (record instanceof StudioError) damaged.push({ row, error: record })
        else records.push(record)
      }
      return { records, damaged }
    },
    require: (id) => {
      const record = firstWhere('id = ?', [id])
      if (record !== undefined) return record
      throw new StudioError('store/not-found', `The study has no ${kind} with the id ${id}.`)
    },
  }
}

function createRowCodec(layout: RecordLayout<z.ZodObject>, fields: readonly string[]) {
  const json = new Set<string>(layout.json)
  const flags = new Set<string>(layout.flags)
  return {
    encode: (record: Readonly<Record<string, unknown>>): Record<string, unknown> =>
      Object.fromEntries(
        fields.map((field) => {
          const value = record[field] ?? null
          if (value === null) return [field, null]
          if (json.has(field)) return [field, JSON.stringify(value)]
          return [field, flags.has(field) ? Number(value) : value]
        }),
      ),
    decode: (row: unknown): Record<string, unknown> => {
      const record = { ...(row as Record<string, unknown>) }
      for (const field of json) {
        if (typeof record[field] === 'string') record[field] = parseJson(record[field])
      }
      for (const field of flags) if (record[field] !== null) record[field] = record[field] === 1
      return record
    },
  }
}

/** The value of a JSON text; undefined for any other, which no schema of a JSON field takes. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `rawArtifactId` as `raw_artifact_id`. */
function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function describe(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ')
}

/** Freezes a JSON-like value and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}

import { createHash } from 'node:crypto'
import {
  type ImportedRating,
  type ImportOptions,
  type ImportPreview,
  type ImportProvenance,
  type ImportShape,
  importShapes,
} from '../../shared/rating-import'
import { type CsvTable, readCsvTable } from './csv-table'
import { shapeReaders } from './import-shapes'
import { ProblemList, quotedList } from './problem-list'
import { suggestMapping } from './suggest-mapping'

/** A file as it was chosen or dropped. */
export interface RatingFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Ratings of a file, and where they come from. */
export interface ImportedFile {
  readonly ratings: readonly ImportedRating[]
  readonly provenance: ImportProvenance
}

/**
 * The ratings of a Mechanical Turk batch file, or of a long CSV file with a mapping of its columns. Either all of a file
 * is read, or nothing.
 *
 * Importing a file again, or a part of it, gives the same identities: who keeps ratings by identity is not changed by it.
 *
 * @throws StudioError `import/refused` with all problems and their lines
 */
export function importRatings(file: RatingFile, options: ImportOptions): ImportedFile {
  const reading = readRatingFile(file, options)
  reading.problems.refuse(file.name)
  return { ratings: reading.ratings, provenance: provenanceOf(file, reading, options) }
}

/** Where the ratings of a file without problems come from. */
export function provenanceOf(
  { name, bytes }: RatingFile,
  { shape, ratings, notes }: FileReading,
  options: ImportOptions,
): ImportProvenance {
  return {
    fileName: name,
    sha256: sha256(bytes),
    sizeBytes: bytes.length,
    shape: shape!,
    options,
    ratings: ratings.length,
    notes,
  }
}

const sampleLength = 20

/** What an import would give, for a person to look at first: also for a file that would be refused. */
export function previewImport(file: RatingFile, options: ImportOptions): ImportPreview {
  return describeReading(file, readRatingFile(file, options))
}

/** What a reading of a file found. */
export function describeReading(file: RatingFile, reading: FileReading): ImportPreview {
  const { table, shape, ratings, notes, problems } = reading
  const rows = ratings.map(({ row }) => row)
  const models = rows.flatMap((row) =>
    row.task === 'pair' ? [row.leftModelId, row.rightModelId] : [row.modelId],
  )
  const counts = new Map<string | null, number>()
  for (const { answer } of rows) {
    const label = answer === null ? null : String(answer)
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return {
    fileName: file.name,
    sha256: sha256(file.bytes),
    shape,
    columns: [...(table?.columns ?? [])],
    suggestedMapping:
      table && shape !== 'mturk-pair' && shape !== 'mturk-classify' ? suggestionOf(table) : null,
    cells: (table?.records ?? []).slice(0, sampleLength).map(({ cells }) => [...cells]),
    sample: ratings.slice(0, sampleLength),
    ratings: ratings.length,
    raters: new Set(rows.map(({ raterId }) => raterId)).size,
    items: new Set(rows.map(({ itemId }) => itemId)).size,
    models: [...new Set(models)].sort(),
    classes: [...new Set(rows.flatMap(({ className }) => className ?? []))].sort(),
    answers: [...counts].map(([answer, count]) => ({ answer, count })).sort((a, b) => b.count - a.count),
    notes,
    problems: problems.problems,
    problemCount: problems.count,
  }
}

const suggestionOf = ({ columns, records }: CsvTable) =>
  suggestMapping(
    columns,
    records.map(({ cells }) => cells),
  )

/** All that was read of a file, and all that is wrong with it. */
export interface FileReading {
  /** Null where it is no CSV text. */
  readonly table: CsvTable | null
  /** Null where the header is none that is known. */
  readonly shape: ImportShape | null
  readonly ratings: readonly ImportedRating[]
  readonly notes: string[]
  readonly problems: ProblemList
}

/** Reads a file; what is wrong with it is in the reading's problems. */
export function readRatingFile({ bytes }: RatingFile, options: ImportOptions): FileReading {
  const problems = new ProblemList()
  const notes: string[] = []
  const table = readCsvTable(bytes, problems)
  if (!table) return { table, shape: null, ratings: [], notes, problems }
  const shape = importShapes.find((name) => shapeReaders[name].recognises(table.columns, options)) ?? null
  if (shape === null) {
    problems.add(
      1,
      null,
      `The columns are neither those of a Mechanical Turk batch nor mapped. There are: ${quotedList(table.columns)}. Say which of them hold the rater, the item and the answer.`,
    )
    return { table, shape, ratings: [], notes, problems }
  }
  const ratings = shapeReaders[shape].read({ table, options, problems, notes })
  return { table, shape, ratings, notes, problems }
}

/** SHA-256 of bytes, in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

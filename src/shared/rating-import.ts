import { z } from 'zod'
import { ratingRowSchema } from './rating-row'
import { nameSchema, timestampSchema } from './records/common'

/** What a file of ratings looks like. */
export const importShapes = ['long', 'mturk-pair', 'mturk-classify'] as const
export type ImportShape = (typeof importShapes)[number]

const column = z.string().min(1)

/** Which columns of a long CSV file hold what. */
export const columnMappingSchema = z.object({
  task: z.enum(['classify', 'pair', 'likert']),
  rater: column,
  item: column,
  answer: column,
  /** Absent: the item stands for its image. */
  image: column.optional(),
  className: column.optional(),
  /** Of tasks other than `pair`. Absent: all rows belong to one model, named `all`. */
  model: column.optional(),
  /** Of `pair`, where both are needed. Answers are then one of both names, or `left` or `right`. */
  leftModel: column.optional(),
  rightModel: column.optional(),
  /** Response time. */
  time: column.optional(),
  timeUnit: z.enum(['ms', 's']),
  site: column.optional(),
  /** A group that the rater belongs to, as students or experts. */
  raterGroup: column.optional(),
  /** Of `likert`: the points that were offered. Absent: from 1 to the highest that was given. */
  scale: z
    .object({ minimum: z.number().int(), maximum: z.number().int() })
    .refine(({ minimum, maximum }) => minimum < maximum, 'must rise')
    .optional(),
  /** Answers that mean "I don't know", or with `pair` "both equally reasonable"; compared without regard to case. */
  noChoice: z.array(z.string()),
})
export type ColumnMapping = z.infer<typeof columnMappingSchema>

export const importOptionsSchema = z.object({
  /** Of a long file; Mechanical Turk's files need none. */
  mapping: columnMappingSchema.nullable(),
  /** Whether ratings that the requester rejected on Mechanical Turk are read too. */
  includeRejected: z.boolean(),
  /** Names of models, needed only where file names of pairs have underscores beyond the four parts. */
  modelNames: z.array(z.string().min(1)),
  /** Written into every row. */
  site: z.string().min(1).nullable(),
})
export type ImportOptions = z.infer<typeof importOptionsSchema>

export const defaultImportOptions: ImportOptions = {
  mapping: null,
  includeRejected: false,
  modelNames: [],
  site: null,
}

/** Something that is wrong with a file. */
export const importProblemSchema = z.object({
  /** As an editor counts them, from 1; null for the file as a whole. */
  line: z.number().int().nullable(),
  column: z.string().nullable(),
  message: z.string(),
})
export type ImportProblem = z.infer<typeof importProblemSchema>

/** A rating of an imported file. */
export const importedRatingSchema = z.object({
  /** The same whenever and in whatever file this answer is imported again: SHA-256 in hexadecimal. */
  identity: z.string().length(64),
  line: z.number().int(),
  row: ratingRowSchema,
  /** When the answer was given; null where the file does not say so. */
  answeredAt: timestampSchema.nullable(),
  /** Null where the file does not say so. */
  raterGroup: nameSchema.nullable(),
})
export type ImportedRating = z.infer<typeof importedRatingSchema>

/** Where imported ratings come from. */
export const importProvenanceSchema = z.object({
  fileName: z.string(),
  /** Of the file's bytes, in hexadecimal. */
  sha256: z.string(),
  sizeBytes: z.number().int(),
  shape: z.enum(importShapes),
  options: importOptionsSchema,
  ratings: z.number().int(),
  /** What a reader should know, as ratings that were left out. */
  notes: z.array(z.string()),
})
export type ImportProvenance = z.infer<typeof importProvenanceSchema>

/** What a file holds, before anything is imported. */
export const importPreviewSchema = z.object({
  fileName: z.string(),
  sha256: z.string(),
  /** Null where the header is none that is known and no mapping was given. */
  shape: z.enum(importShapes).nullable(),
  columns: z.array(z.string()),
  /** A guess from the names of the columns, to be confirmed; null for Mechanical Turk's files. */
  suggestedMapping: columnMappingSchema.partial().nullable(),
  /** The first cells of the file below its header, as they stand there. */
  cells: z.array(z.array(z.string())),
  /** The first ratings. */
  sample: z.array(importedRatingSchema),
  ratings: z.number().int(),
  raters: z.number().int(),
  items: z.number().int(),
  models: z.array(z.string()),
  classes: z.array(z.string()),
  answers: z.array(z.object({ answer: z.string().nullable(), count: z.number().int() })),
  notes: z.array(z.string()),
  /** The first thousand. Any makes the import refuse the file. */
  problems: z.array(importProblemSchema),
  problemCount: z.number().int(),
})
export type ImportPreview = z.infer<typeof importPreviewSchema>

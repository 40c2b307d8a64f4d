import { z } from 'zod'
import { errorCodes } from './errors'
import { importOptionsSchema, importPreviewSchema, defaultImportOptions } from './rating-import'
import { idSchema, nameSchema, sha256Schema, timestampSchema } from './records/common'

const count = z.number().int().min(0)
const rate = z.number().min(1)

/** How a file of ratings comes into a study. */
export const studyImportOptionsSchema = importOptionsSchema.extend({
  /**
   * The experiment that the ratings belong to. Files of one experiment are analysed together, and an answer comes into it
   * only once. Null: one experiment for all imported ratings of a task.
   */
  experiment: nameSchema.nullable(),
  /** Compression rates of models that the study does not have, where their names do not say them. */
  rates: z.record(z.string(), rate),
})
export type StudyImportOptions = z.infer<typeof studyImportOptionsSchema>

export const defaultStudyImportOptions: StudyImportOptions = {
  ...defaultImportOptions,
  experiment: null,
  rates: {},
}

const task = z.enum(['classify', 'pair', 'likert'])

/** What the stimuli of an imported experiment keep of it. */
export const importedExperimentSchema = z.object({
  isImported: z.literal(true),
  task,
  /** Of Likert ratings: the points that were offered, where the import said so. */
  scale: z.object({ minimum: z.number().int(), maximum: z.number().int() }).nullable(),
})
export type ImportedExperiment = z.infer<typeof importedExperimentSchema>

/** A model that a file names. */
export const importedModelSchema = z.object({
  name: z.string(),
  /** Null where it is still to be said: the import is refused without it. */
  cpr: rate.nullable(),
  /** Whether the study has a model of this name already, to which the ratings then belong. */
  isKnown: z.boolean(),
})
export type ImportedModel = z.infer<typeof importedModelSchema>

/** A file that came in before. */
export const earlierImportSchema = z.object({
  fileName: z.string(),
  experiment: z.string(),
  importedAt: timestampSchema,
})
export type EarlierImport = z.infer<typeof earlierImportSchema>

/** What importing a file into a study would do. Its problems include those with the study. */
export const studyImportPreviewSchema = importPreviewSchema.extend({
  /** Null where the file cannot be read. */
  experiment: z.string().nullable(),
  /** Ratings that the experiment holds already, from whatever file. */
  experimentRatings: count,
  /** The very same file, where it came in before: it then changes nothing. */
  importedBefore: earlierImportSchema.nullable(),
  newRatings: count,
  /** Of the file's ratings, those that the experiment holds already. */
  knownRatings: count,
  importedModels: z.array(importedModelSchema),
})
export type StudyImportPreview = z.infer<typeof studyImportPreviewSchema>

/** What an import did. */
export const importOutcomeSchema = z.object({
  fileName: z.string(),
  sha256: sha256Schema,
  experiment: z.string(),
  task,
  /** Of the file in the study; null where nothing in it was new, and nothing was changed. */
  batchId: idSchema.nullable(),
  importedBefore: earlierImportSchema.nullable(),
  newRatings: count,
  knownRatings: count,
  /** Raters with new ratings. */
  raters: count,
  models: z.array(importedModelSchema),
  /** What a reader should know, as ratings that were left out. */
  notes: z.array(z.string()),
})
export type ImportOutcome = z.infer<typeof importOutcomeSchema>

const ofRun = { id: idSchema, fileName: z.string() }

/** An import on a page, for every page: it goes on when the one that began it is gone. */
export const importRunSchema = z.discriminatedUnion('state', [
  /** Of its changes those that are written, and all; both 0 while its file is read. */
  z.object({ ...ofRun, state: z.literal('running'), done: count, total: count }),
  z.object({ ...ofRun, state: z.literal('done'), outcome: importOutcomeSchema }),
  /** Nothing of it was kept; of one that was cancelled, the code is `job/cancelled`. */
  z.object({
    ...ofRun,
    state: z.literal('failed'),
    error: z.object({ code: z.enum(errorCodes), message: z.string() }),
  }),
])
export type ImportRun = Readonly<z.infer<typeof importRunSchema>>

/** A file whose ratings are in the study. */
export const importedBatchSchema = z.object({
  batchId: idSchema,
  fileName: z.string(),
  sha256: sha256Schema,
  importedAt: timestampSchema,
  experiment: z.string(),
  task,
  ratings: count,
  raters: count,
  notes: z.array(z.string()),
})
export type ImportedBatch = z.infer<typeof importedBatchSchema>

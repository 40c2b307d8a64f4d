import { z } from 'zod'
import { studioOnly, type Role } from './roles'
import {
  importedBatchSchema,
  importOutcomeSchema,
  importRunSchema,
  studyImportOptionsSchema,
  studyImportPreviewSchema,
} from './study-import'

/** The largest file that pages may send. The command line takes larger ones. */
export const importedFileBytes = 48 * 1024 * 1024

/** A file as it was chosen or dropped: its bytes, whatever they are, in base64. */
export const sentFileSchema = z.strictObject({
  name: z.string().min(1).max(255),
  base64: z.string().max(Math.ceil(importedFileBytes / 3) * 4),
})
export type SentFile = z.infer<typeof sentFileSchema>

const importRequestSchema = z.strictObject({ file: sentFileSchema, options: studyImportOptionsSchema })

/** The part of the contract by which ratings come in from files. */
export const ratingsProcedures = {
  /** Changes nothing, and also answers for a file that would be refused. */
  'ratings.preview': { roles: studioOnly, input: importRequestSchema, output: studyImportPreviewSchema },
  'ratings.import': { roles: studioOnly, input: importRequestSchema, output: importOutcomeSchema },
  /** Nothing of the file that is being imported stays; the call that imports it fails with `job/cancelled`. */
  'ratings.cancelImport': { roles: studioOnly, input: z.void(), output: z.void() },
  /** The import that runs, or ran last since the study was opened; null where there was none. */
  'ratings.currentImport': { roles: studioOnly, input: z.void(), output: importRunSchema.nullable() },
  /** Oldest first. */
  'ratings.imports': { roles: studioOnly, input: z.void(), output: z.array(importedBatchSchema) },
} as const satisfies Record<string, { roles: readonly Role[]; input: z.ZodType; output: z.ZodType }>

export const ratingsEvents = {
  'ratings.importing': { roles: studioOnly, payload: importRunSchema },
} as const satisfies Record<string, { roles: readonly Role[]; payload: z.ZodType }>

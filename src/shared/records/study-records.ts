import { z } from 'zod'
import {
  idSchema,
  jsonObjectSchema,
  nameSchema,
  sha256Schema,
  relativePathSchema,
  timestampSchema,
} from './common'

/** A laboratory that takes part. */
export const siteSchema = z.object({
  id: idSchema,
  name: nameSchema,
  /** Starts every participant code of the site, as `ULM`. */
  prefix: z.string().regex(/^[A-Z0-9]{1,8}$/, 'must be 1 to 8 capital letters or digits, as ULM'),
  createdAt: timestampSchema,
})
export type Site = Readonly<z.infer<typeof siteSchema>>

/** Prefix of the site that raters of imported files belong to where the file and the importer do not name one. */
export const unknownSitePrefix = 'IMPORTED'

export const studySchema = z.object({
  id: idSchema,
  name: nameSchema,
  description: z.string(),
  /** The site at which this folder is worked on. */
  siteId: idSchema,
  createdAt: timestampSchema,
  /** Version of the program that made it. */
  createdWith: z.string(),
})
export type Study = Readonly<z.infer<typeof studySchema>>

/** A file below the study's `artifacts` folder. */
export const artifactSchema = z.object({
  id: idSchema,
  /** Relative to `artifacts`. */
  path: relativePathSchema,
  sha256: sha256Schema,
  byteCount: z.int().nonnegative(),
  /** The job that wrote it; null for a file that came from elsewhere. */
  jobId: idSchema.nullable(),
  createdAt: timestampSchema,
})
export type Artifact = Readonly<z.infer<typeof artifactSchema>>

/** Something that was decided or changed, by whom and when. Never changed or deleted. */
export const auditEventSchema = z.object({
  id: idSchema,
  /** Who did it, as `supervisor` or `command line`; never a name. */
  actor: nameSchema,
  /** What was done, as `session.excluded`. */
  action: nameSchema,
  subjectType: z.string().nullable(),
  subjectId: idSchema.nullable(),
  details: jsonObjectSchema,
  recordedAt: timestampSchema,
})
export type AuditEvent = Readonly<z.infer<typeof auditEventSchema>>

import { z } from 'zod'
import {
  idSchema,
  jsonObjectSchema,
  nameSchema,
  relativePathSchema,
  sha256Schema,
  timestampSchema,
} from './common'

/** Stands for the class of an image whose class is not known, as of an imported rating that does not say it. */
export const unknownClassName = '(unknown)'

/** A set of labelled images that models of the study see. */
export const datasetSchema = z.object({
  id: idSchema,
  name: nameSchema,
  /** `emojinette`, `folder`, `archive`, or `imported` where only the names of its images are known. */
  kind: nameSchema,
  /** Where its files are on this machine; null where it has none. The only path that may lie outside the study. */
  location: z.string().min(1).nullable(),
  /** What tells two versions of the images apart; one row each. */
  fingerprint: z.string().min(1),
  /** In label order. */
  classes: z.array(z.string().min(1)).min(1),
  /** How it was opened, as seed and share of the splits. */
  options: jsonObjectSchema,
  createdAt: timestampSchema,
})
export type Dataset = Readonly<z.infer<typeof datasetSchema>>

export const imageSchema = z.object({
  id: idSchema,
  datasetId: idSchema,
  /** Its stable name in the data set: the path with `/`. */
  path: relativePathSchema,
  /** Of the file; null where the image is composed when it is needed. */
  sha256: sha256Schema.nullable(),
  className: z.string().min(1),
  /** `train`, `validation`, `test`, or the name of a further test set. */
  split: nameSchema,
  /** What a quick look compares before it trusts the hash, as size and time of change. */
  fingerprint: z.string().nullable(),
  widthPx: z.int().positive().nullable(),
  heightPx: z.int().positive().nullable(),
  /** A grey picture that is white where the object is; null where that is not known. */
  maskArtifactId: idSchema.nullable(),
})
export type Image = Readonly<z.infer<typeof imageSchema>>

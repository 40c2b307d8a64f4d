import { z } from 'zod'
import { relativePathSchema, sha256Schema } from './records/common'

/** One image of a data set, as the index of the data set lists it. */
export const indexedImageSchema = z.object({
  /** Its stable name: the path below the data set with `/`. */
  path: relativePathSchema,
  className: z.string().min(1),
  /** `train`, `validation`, `test`, or the name of a further test set. */
  split: z.string().min(1),
  /** Of the file; null where the image is composed when it is needed. */
  sha256: sha256Schema.nullable(),
  /** Size in bytes and time of change, as a quick look compares them; null where there is no file. */
  fingerprint: z.string().nullable(),
  /** As the image is shown, after its orientation tag. */
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  /** A picture that is white where the object is, relative to the job's folder; null where that is not known. */
  maskFile: relativePathSchema.nullable(),
})
export type IndexedImage = z.infer<typeof indexedImageSchema>

/** What a data set holds. */
export const indexResultSchema = z.object({
  /** As `emojinette` or `folder`. */
  kind: z.string().min(1),
  /** The same for the same images in the same parts, wherever they lie. */
  fingerprint: z.string().min(1),
  classes: z.array(z.string().min(1)),
  imageCount: z.int().positive(),
  /** Every image, as JSON, relative to the job's folder. */
  imageList: z.string(),
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })),
})
export type IndexResult = z.infer<typeof indexResultSchema>

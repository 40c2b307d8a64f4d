import { z } from 'zod'

/** Data sets and weights that can be downloaded by name. */
export const imageSetNames = ['imagenette-160', 'imagenette-320', 'imagenette'] as const
export const weightNames = ['vgg16'] as const
const knownFileNames = [...imageSetNames, ...weightNames] as const
export type KnownFileName = (typeof knownFileNames)[number]

const path = z.string().min(1)
const count = z.number().int().nonnegative()
const skippedFile = z.object({ path: z.string(), reason: z.string() })

/** An existing, empty folder that the caller made for this job alone and throws away when it fails. */
const workFolder = path

/** How a data set is laid out: classes alone, with held-out images, or with all three parts. */
const layoutSchema = z.enum(['single', 'train-val', 'train-val-test'])

const unpackRequestSchema = z.object({
  kind: z.literal('unpack'),
  /** A tar, tar.gz or zip file of class folders. */
  archive: path,
  folder: workFolder,
})

export const unpackResultSchema = z.object({
  layout: layoutSchema,
  /** Class folders. */
  classes: z.array(z.string()),
  files: count,
  bytes: count,
  skipped: z.array(skippedFile),
})
export type UnpackReport = z.infer<typeof unpackResultSchema>

const downloadRequestSchema = z.object({
  kind: z.literal('download'),
  name: z.enum(knownFileNames),
  /** The file itself, fetched by other means; absent: it is downloaded. */
  from: path.optional(),
  folder: workFolder,
})

export const downloadResultSchema = z.object({
  name: z.enum(knownFileNames),
  url: z.string(),
  bytes: count,
  /** Of the file, in hex: it is what the publisher states. */
  sha256: z.string(),
  /** Bytes that an earlier try had left behind. */
  resumedFromBytes: count,
  seconds: z.number().nonnegative(),
  /** What was unpacked; null for weights. */
  images: unpackResultSchema.nullable(),
  /** The weights, relative to the folder; null for images. */
  weightFile: z.string().nullable(),
})
export type DownloadReport = z.infer<typeof downloadResultSchema>

const inspectRequestSchema = z.object({
  kind: z.literal('inspect'),
  /** A folder of class folders, or an archive of one. */
  data: path,
})

const range = z.object({ smallest: count, median: count, largest: count })

export const inspectResultSchema = z.object({
  layout: layoutSchema,
  parts: z.array(
    z.object({
      /** The part's folder; empty where there is only one. */
      name: z.string(),
      classes: z.array(
        z.object({
          folder: z.string(),
          /** As it is shown to people. */
          name: z.string(),
          images: count,
          bytes: count,
        }),
      ),
    }),
  ),
  images: count,
  bytes: count,
  /** Edge lengths as shown, after the orientation tag; null without images. */
  widthPx: range.nullable(),
  heightPx: range.nullable(),
  /** Images of each file format, and of each colour space. */
  formats: z.record(z.string(), count),
  colours: z.record(z.string(), count),
  transparent: count,
  /** Images that a tag turns upright or mirrors. */
  turned: count,
  /** Images of the very same content, each group with two names or more. */
  duplicates: z.array(z.array(z.string())),
  /** Groups of duplicates that lie in more than one part or class. */
  conflicting: count,
  skipped: z.array(skippedFile),
  /** Files whose names not every system can store. */
  notPortable: z.array(skippedFile),
  /** Why nothing can be trained on it as it is; empty where it can. */
  problems: z.array(z.string()),
})
export type DatasetReport = z.infer<typeof inspectResultSchema>

/** The jobs of this file, as the table of all jobs takes them. */
export const datasetJobs = {
  unpack: { request: unpackRequestSchema, result: unpackResultSchema },
  inspect: { request: inspectRequestSchema, result: inspectResultSchema },
  download: { request: downloadRequestSchema, result: downloadResultSchema },
} as const

export const datasetJobRequests = [unpackRequestSchema, inspectRequestSchema, downloadRequestSchema] as const

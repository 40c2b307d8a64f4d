import { z } from 'zod'
import { blindStateSchema } from './analysis-blind'
import { studyAnalysisSchema } from './analysis-study'
import { importedBatchSchema } from './study-import'
import { accuracySchema, mapScoreSchema } from './jobs'

const count = z.number().int().nonnegative()
const fraction = z.number().min(0).max(1)

/** A picture as a data URI, so that a report is one file. */
const pictureSchema = z.string().regex(/^data:image\/(png|jpeg|webp);base64,/)

/** One epoch of training or fine-tuning. */
const reportEpochSchema = z.object({
  epoch: z.number().int().positive(),
  trainLoss: z.number(),
  trainTop1: fraction,
  validationTop1: fraction,
})

/** A model as a report tells of it. */
export const reportModelSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  /** Compression rate of the pruned layers, as asked for: weights before / non-zero weights after. */
  cpr: z.number().min(1),
  /** Null for a model of which only ratings are known. */
  parameterCount: count.nullable(),
  nonZeroCount: count.nullable(),
  validation: accuracySchema.nullable(),
  test: accuracySchema.nullable(),
  /** Further test sets by name, as the designs that training never saw. */
  extraTests: z.record(z.string(), accuracySchema),
  /** Null where the true object is not known. */
  mapScore: mapScoreSchema.nullable(),
  epochs: z.array(reportEpochSchema),
})
export type ReportModel = z.infer<typeof reportModelSchema>

/** One image with every model's map of it. */
export const reportGallerySchema = z.object({
  image: z.string(),
  className: z.string(),
  original: pictureSchema,
  maps: z.array(
    z.object({
      model: z.string(),
      predicted: z.string(),
      noPositiveEvidence: z.boolean(),
      heatMap: pictureSchema,
      occlusionMap: pictureSchema,
    }),
  ),
})
export type ReportGalleryRow = z.infer<typeof reportGallerySchema>

/** Name and value of something that a reader needs to do it all again. */
export const reportFactSchema = z.object({ name: z.string().min(1), value: z.string() })
export type ReportFact = z.infer<typeof reportFactSchema>

/** Everything that one report shows. The page has no other source. */
export const reportSchema = z.object({
  formatVersion: z.literal(1),
  title: z.string().min(1),
  /** ISO 8601 in UTC. */
  createdAt: z.iso.datetime(),
  program: z.object({ name: z.string(), version: z.string() }),
  study: z.object({ name: z.string(), site: z.string().nullable() }),
  /** What the images are, in a sentence. */
  dataset: z.string(),
  /** Lowest compression rate first. */
  models: z.array(reportModelSchema),
  /** What people, or simulated raters, said: one analysis an experiment. */
  experiments: z.array(
    z.object({ title: z.string().min(1), blind: blindStateSchema, analysis: studyAnalysisSchema }),
  ),
  /** Files that the experiments' ratings were imported from. */
  files: z.array(importedBatchSchema),
  gallery: z.array(reportGallerySchema),
  /** Seeds, hashes and versions. */
  facts: z.array(reportFactSchema),
})
export type Report = z.infer<typeof reportSchema>

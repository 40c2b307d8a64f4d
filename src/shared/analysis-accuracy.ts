import { z } from 'zod'
import { estimateSchema, testResultSchema } from './analysis-estimate'

/** A share of ratings with three intervals: one that takes ratings as independent, and two that do not. */
export const shareSchema = z.object({
  successes: z.number().int(),
  total: z.number().int(),
  /** Wilson's interval: for comparison with papers. It takes ratings as independent and is too narrow. */
  wilson: estimateSchema,
  /** Standard error for crossed clusters of raters and images, on the logit scale: the one to report. */
  clustered: estimateSchema,
  /** Raters and images resampled: makes no use of a formula, and is too wide rather than too narrow. */
  bootstrap: estimateSchema,
})
export type Share = z.infer<typeof shareSchema>

export const modelAccuracySchema = z.object({
  /** Null for all models together. */
  modelId: z.string().nullable(),
  /** Null for all classes together. */
  className: z.string().nullable(),
  /** "I don't know" is not correct. */
  accuracy: shareSchema,
  dontKnow: shareSchema,
})
export type ModelAccuracy = z.infer<typeof modelAccuracySchema>

/** Who said what about which true class. */
export const confusionSchema = z.object({
  /** Null for all models together. */
  modelId: z.string().nullable(),
  /** True classes. */
  rows: z.array(z.string()),
  /** Answers; null is "I don't know". */
  columns: z.array(z.string().nullable()),
  counts: z.array(z.array(z.number().int())),
  method: z.string(),
  n: z.number().int(),
})
export type Confusion = z.infer<typeof confusionSchema>

export const accuracyResultSchema = z.object({
  /** All ratings together. */
  overall: modelAccuracySchema,
  byModel: z.array(modelAccuracySchema),
  byClass: z.array(modelAccuracySchema),
  byModelAndClass: z.array(modelAccuracySchema),
  confusions: z.array(confusionSchema),
  /** Tests over all models at once. */
  homogeneity: z.array(testResultSchema),
})
export type AccuracyResult = z.infer<typeof accuracyResultSchema>

import { z } from 'zod'
import { shareSchema } from './analysis-accuracy'
import { estimateSchema, testResultSchema } from './analysis-estimate'

/** How often one model's maps were preferred to another's. */
export const pairPreferenceSchema = z.object({
  firstModelId: z.string(),
  secondModelId: z.string(),
  /** Null for all classes together. */
  className: z.string().nullable(),
  firstPreferred: z.number().int(),
  secondPreferred: z.number().int(),
  equal: z.number().int(),
  /** Of those with a preference, how many preferred the first. */
  firstShare: shareSchema,
  equalShare: shareSchema,
  /** One that respects raters and images; the exact binomial one; and the chi-square of arXiv 2302.08878. */
  tests: z.array(testResultSchema),
})
export type PairPreference = z.infer<typeof pairPreferenceSchema>

/** A model's strength under Davidson's model of preferences with ties. */
export const modelStrengthSchema = z.object({
  modelId: z.string(),
  /** Logarithm of its strength; all models sum to 0. A difference of 1 means odds of e : 1. */
  logStrength: estimateSchema,
  /** As if ratings were independent; null where there is no fit. */
  modelBasedStandardError: z.number().nullable(),
  /** Respecting raters and images: behind the interval. */
  clusteredStandardError: z.number().nullable(),
})
export type ModelStrength = z.infer<typeof modelStrengthSchema>

export const bradleyTerrySchema = z.object({
  /** Null for all classes together. */
  className: z.string().nullable(),
  strengths: z.array(modelStrengthSchema),
  /** Davidson's ν: 0 for no ties, 2 where equal models tie every second time. */
  tieParameter: estimateSchema,
  logLikelihood: z.number().nullable(),
})
export type BradleyTerry = z.infer<typeof bradleyTerrySchema>

export const preferenceResultSchema = z.object({
  /** "Both equally reasonable" among all answers, whatever the pair. */
  equalShare: shareSchema,
  pairs: z.array(pairPreferenceSchema),
  /** All classes together first. */
  bradleyTerry: z.array(bradleyTerrySchema),
})
export type PreferenceResult = z.infer<typeof preferenceResultSchema>

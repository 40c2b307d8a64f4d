import { z } from 'zod'
import { shareSchema } from './analysis-accuracy'
import { estimateSchema } from './analysis-estimate'

/** Signs that a rater did not look, or did not care. */
export const carelessnessSigns = ['failed-checks', 'too-fast', 'straight-lining'] as const
export type CarelessnessSign = (typeof carelessnessSigns)[number]

export const raterQualitySchema = z.object({
  raterId: z.string(),
  ratings: z.number().int(),
  /** Null where no time was measured. */
  medianMs: z.number().nullable(),
  /** Share of answers below the minimum response time; null where no time was measured. */
  fastShare: z.number().nullable(),
  /** Share of the answer given most often; with pairs, of the side chosen most often. */
  commonestShare: z.number(),
  checksShown: z.number().int(),
  checksFailed: z.number().int(),
  signs: z.array(z.enum(carelessnessSigns)),
})
export type RaterQuality = z.infer<typeof raterQualitySchema>

export const responseTimesSchema = z.object({
  /** Which times count, in a sentence. */
  outlierRule: z.string(),
  measured: z.number().int(),
  outliers: z.number().int(),
  /** Median in milliseconds, without outliers. With pairs: per pair of models. */
  byModel: z.array(z.object({ modelId: z.string(), medianMs: estimateSchema })),
  /** Accuracy in each quarter of every rater's own times, fastest first. Empty for other tasks than `classify`. */
  speedAccuracy: z.array(
    z.object({ quarter: z.number().int(), medianMs: z.number(), accuracy: shareSchema }),
  ),
})
export type ResponseTimes = z.infer<typeof responseTimesSchema>

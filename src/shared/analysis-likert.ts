import { z } from 'zod'
import { estimateSchema, testResultSchema } from './analysis-estimate'

/** The points that one model's maps were given. */
export const likertDistributionSchema = z.object({
  modelId: z.string(),
  /** Null for all classes together. */
  className: z.string().nullable(),
  /** Every point of the scale in ascending order, with zero counts. */
  points: z.array(z.object({ point: z.number().int(), count: z.number().int() })),
  /** Answers "I don't know", which are in no other number. */
  dontKnow: z.number().int(),
  mean: estimateSchema,
  median: estimateSchema,
})
export type LikertDistribution = z.infer<typeof likertDistributionSchema>

export const likertResultSchema = z.object({
  byModel: z.array(likertDistributionSchema),
  byModelAndClass: z.array(likertDistributionSchema),
  /** All models at once, then every two. */
  tests: z.array(testResultSchema),
})
export type LikertResult = z.infer<typeof likertResultSchema>

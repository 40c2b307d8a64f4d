import { z } from 'zod'
import { estimateSchema } from './analysis-estimate'

/** What people are measured by. */
export const humanMeasures = ['human accuracy', 'preference strength', 'mean rating'] as const
export type HumanMeasure = (typeof humanMeasures)[number]

/** What the data say of a pruned model against the unpruned one. */
export const sweetSpotFindings = ['better', 'not-worse', 'worse', 'open'] as const
export type SweetSpotFinding = (typeof sweetSpotFindings)[number]

/** A human measure against the compression rate. Intervals are joint: all hold at once with the level's confidence. */
export const sweetSpotSchema = z.object({
  measure: z.enum(humanMeasures),
  /** Lowest CPR first; the first model is what the others are compared with. */
  points: z.array(
    z.object({
      modelId: z.string(),
      label: z.string(),
      cpr: z.number(),
      human: estimateSchema,
      /** The model's own accuracy with Wilson's interval; null where unknown. */
      modelAccuracy: estimateSchema.nullable(),
    }),
  ),
  differences: z.array(
    z.object({
      modelId: z.string(),
      /** Minus the first point's. */
      difference: estimateSchema,
      finding: z.enum(sweetSpotFindings),
    }),
  ),
  /** What the data support and what not, in plain words. */
  statement: z.string(),
})
export type SweetSpot = z.infer<typeof sweetSpotSchema>

/** Signs that a study fails, as its design names them. */
export const failureSigns = ['low-agreement', 'accuracy-drop', 'high-dont-know', 'careless-raters'] as const
export type FailureSign = (typeof failureSigns)[number]

export const failureSchema = z.object({
  sign: z.enum(failureSigns),
  /** What was seen, with numbers. */
  message: z.string(),
  /** What to do about it. */
  advice: z.string(),
})
export type Failure = z.infer<typeof failureSchema>

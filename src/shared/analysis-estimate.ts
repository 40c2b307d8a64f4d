import { z } from 'zod'

/** An interval around an estimate. It always holds the estimate. */
export const intervalSchema = z.object({
  lower: z.number(),
  upper: z.number(),
  /** Its confidence, as 0.95. */
  level: z.number().gt(0).lt(1),
})
export type Interval = z.infer<typeof intervalSchema>

/** The one shape of every estimated number, so that tables, charts and reports need to know no other. */
export const estimateSchema = z.object({
  /** Null where the data do not define it; the method then says why. */
  estimate: z.number().nullable(),
  /** Null where there is no estimate or no sound interval; the method then says why. */
  interval: intervalSchema.nullable(),
  /** How estimate and interval were computed, in a sentence for a report. */
  method: z.string().min(1),
  /** What the estimate rests on: ratings, pairs or images, as the method says. */
  n: z.number().int().min(0),
  /** Of the resampling behind the interval; null where nothing is random. */
  seed: z.number().int().nullable(),
})
export type Estimate = z.infer<typeof estimateSchema>

/** An estimate of how large an effect is, with the name of its measure. */
export const effectSchema = estimateSchema.extend({ measure: z.string().min(1) })
export type Effect = z.infer<typeof effectSchema>

/** The one shape of every test. */
export const testResultSchema = z.object({
  /** What is compared, as `CPR 2 against CPR 1`. */
  comparison: z.string().min(1),
  statistic: z.number().nullable(),
  degreesOfFreedom: z.number().nullable(),
  /** Two-sided; null where the data do not define it. */
  p: z.number().min(0).max(1).nullable(),
  /** `p` after Holm's correction over the family that the method names; null for a test that stands alone. */
  holmP: z.number().min(0).max(1).nullable(),
  effects: z.array(effectSchema),
  method: z.string().min(1),
  n: z.number().int().min(0),
  seed: z.number().int().nullable(),
})
export type TestResult = z.infer<typeof testResultSchema>

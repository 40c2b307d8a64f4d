import { z } from 'zod'
import { estimateSchema } from './analysis-estimate'

/** What counts as a difference between two values (Krippendorff, Computing Krippendorff's Alpha-Reliability). */
export const differenceMetrics = ['nominal', 'ordinal', 'interval', 'ratio'] as const
export type DifferenceMetric = (typeof differenceMetrics)[number]

/** What is drawn again in a bootstrap of alpha. */
export const alphaResamplings = ['units', 'raters', 'both'] as const
export type AlphaResampling = (typeof alphaResamplings)[number]

/** Krippendorff's usual reading: at least .800 rely, at least .667 tentative, below discard. */
export const alphaReadings = ['rely', 'tentative', 'discard', 'undefined'] as const
export type AlphaReading = (typeof alphaReadings)[number]

export const alphaSchema = z.object({
  metric: z.enum(differenceMetrics),
  alpha: estimateSchema,
  /** Share of agreeing pairs of raters, each unit weighted by its ratings: 1 - observed nominal disagreement. */
  percentAgreement: estimateSchema,
  reading: z.enum(alphaReadings),
  /** Whether alpha is at most 0.1: hardly better than chance, the study design's sign of failure. */
  nearChance: z.boolean(),
  /** Share of resamples in which alpha stays under a minimum; null where nothing was resampled. */
  belowMinimum: z.array(z.object({ minimum: z.number(), probability: z.number().min(0).max(1).nullable() })),
  observedDisagreement: z.number().nullable(),
  expectedDisagreement: z.number().nullable(),
  /** Ratings given, before anything is dropped. */
  ratings: z.number().int(),
  /** Later ratings of one unit by one rater, which do not count. */
  duplicatesDropped: z.number().int(),
  /** Ratings that stand alone in their unit and cannot be compared. */
  unpairableDropped: z.number().int(),
  /** Units with at least two ratings. */
  units: z.number().int(),
  raters: z.number().int(),
})
export type AlphaResult = z.infer<typeof alphaSchema>

/** What alpha would be without one unit or one rater. */
export const alphaInfluenceSchema = z.object({
  id: z.string(),
  /** Null where nothing would vary any more. */
  alphaWithout: z.number().nullable(),
  /** `alphaWithout` minus alpha: above 0, agreement would be higher without it. */
  change: z.number().nullable(),
  ratings: z.number().int(),
})
export type AlphaInfluence = z.infer<typeof alphaInfluenceSchema>

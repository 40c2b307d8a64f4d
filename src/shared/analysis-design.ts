import { z } from 'zod'
import { alphaResamplings } from './analysis-alpha'
import { ratingSources } from './rating-row'

const count = z.number().int().min(0)

/** What an analysis knows beside the ratings. */
export const analysisDesignSchema = z.object({
  models: z
    .array(
      z.object({
        modelId: z.string().min(1),
        label: z.string().min(1),
        /** Compression rate; null where unknown, and the model then stands outside of the sweet-spot curve. */
        cpr: z.number().min(1).nullable(),
        /** On the test split; null where unknown. */
        accuracy: z.object({ correct: count, total: count }).nullable(),
      }),
    )
    .min(1),
  /** Of Likert ratings; null for other tasks. */
  scale: z.object({ minimum: z.number().int(), maximum: z.number().int() }).nullable(),
  /** What is known of raters; raters without an entry have no group and no checks. */
  raters: z.array(
    z.object({
      raterId: z.string().min(1),
      group: z.string().nullable(),
      checksShown: count,
      checksFailed: count,
    }),
  ),
  /** Classes that models gave to images: for human against model. May be empty. */
  predictions: z.array(z.object({ modelId: z.string(), imageId: z.string(), className: z.string() })),
})
export type AnalysisDesign = z.infer<typeof analysisDesignSchema>
export type AnalysisModel = AnalysisDesign['models'][number]

const names = z.array(z.string()).nullable()

/** How to analyse. Null in a filter takes all. */
export const analysisOptionsSchema = z.object({
  seed: z.number().int().min(0).max(0xffff_ffff),
  /** Bootstrap resamples; 0 gives all numbers without resampled intervals, at once. */
  replicates: z.number().int().min(0).max(100_000),
  /** Of all intervals. */
  level: z.number().gt(0.5).lt(1),
  /** Ratings of these sources only: own, imported and simulated ones do not mix unless asked. */
  sources: z.array(z.enum(ratingSources)).min(1),
  filter: z.object({ sites: names, classNames: names, modelIds: names, raterGroups: names }),
  /** Raters left out, each with a reason that the report gives. */
  excludedRaters: z.array(z.object({ raterId: z.string(), reason: z.string().min(1) })),
  /** Whether alpha takes "I don't know" (with pairs: "both equally") as an answer of its own or as missing. */
  noChoiceForAlpha: z.enum(['category', 'missing']),
  alphaResampling: z.enum(alphaResamplings),
  /** Answers faster than this are too fast to have looked. */
  minimumResponseMs: z.number().min(0),
  /** Items and raters listed by influence on alpha, the largest first. */
  influenceLimit: z.number().int().min(0),
})
export type AnalysisOptions = z.infer<typeof analysisOptionsSchema>

export const defaultAnalysisOptions: AnalysisOptions = {
  seed: 1,
  replicates: 1000,
  level: 0.95,
  sources: ['own'],
  filter: { sites: null, classNames: null, modelIds: null, raterGroups: null },
  excludedRaters: [],
  noChoiceForAlpha: 'category',
  alphaResampling: 'units',
  minimumResponseMs: 300,
  influenceLimit: 2000,
}

import { z } from 'zod'
import { analysisOptionsSchema } from './analysis-design'
import { blindStateSchema, experimentRefSchema } from './analysis-blind'
import { studyAnalysisSchema } from './analysis-study'

/** How far an analysis goes: each stage takes longer than the one before. */
export const analysisStages = ['first-look', 'points', 'intervals'] as const
export type AnalysisStage = (typeof analysisStages)[number]

export const analysisRequestSchema = z.strictObject({
  experiment: experimentRefSchema,
  options: analysisOptionsSchema,
  /**
   * `first-look` gives the curve of the sweet spot; `points` everything that needs no resampling; `intervals` everything,
   * with the resamples that the options ask for.
   */
  stage: z.enum(analysisStages),
})
export type AnalysisRequest = z.infer<typeof analysisRequestSchema>

/** What can be drawn at once. */
export const firstLookSchema = studyAnalysisSchema.pick({
  task: true,
  design: true,
  data: true,
  sweetSpot: true,
})
export type FirstLook = z.infer<typeof firstLookSchema>

/** What may be known of ratings while their effects are hidden: how they come in, and how carefully they are given. */
export const qualityLookSchema = studyAnalysisSchema.pick({ task: true, data: true, raters: true })
export type QualityLook = z.infer<typeof qualityLookSchema>

const common = { blind: blindStateSchema }

export const analysisAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('blinded'), ...common, quality: qualityLookSchema }),
  z.object({ kind: z.literal('first-look'), ...common, look: firstLookSchema }),
  z.object({ kind: z.literal('whole'), ...common, analysis: studyAnalysisSchema }),
])
export type AnalysisAnswer = z.infer<typeof analysisAnswerSchema>

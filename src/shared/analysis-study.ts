import { z } from 'zod'
import { accuracyResultSchema, confusionSchema } from './analysis-accuracy'
import { agreementSchema } from './analysis-agreement'
import { analysisDesignSchema, analysisOptionsSchema } from './analysis-design'
import { testResultSchema } from './analysis-estimate'
import { likertResultSchema } from './analysis-likert'
import { preferenceResultSchema } from './analysis-preference'
import { raterQualitySchema, responseTimesSchema } from './analysis-raters'
import { failureSchema, sweetSpotSchema } from './analysis-sweet-spot'
import { ratingSources } from './rating-row'

const count = z.number().int().min(0)

/** The whole analysis of one data set: what `sweetspot analyse --json` prints, and tab and report show. */
export const studyAnalysisSchema = z.object({
  formatVersion: z.literal(1),
  task: z.enum(['classify', 'pair', 'likert']),
  design: analysisDesignSchema,
  options: analysisOptionsSchema,
  data: z.object({
    /** Before filters and exclusions. */
    ratingsGiven: count,
    ratings: count,
    raters: count,
    items: count,
    images: count,
    classes: z.array(z.string()),
    sites: z.array(z.string()),
    /** Of the ratings used. More than one source is a mixture, and must be shown as such. */
    sources: z.array(z.object({ source: z.enum(ratingSources), ratings: count })),
    /** What filters can choose from: of all ratings of the sources, whatever the filters leave. */
    choices: z.object({
      sites: z.array(z.string()),
      classNames: z.array(z.string()),
      modelIds: z.array(z.string()),
      raterGroups: z.array(z.string()),
    }),
    /** Each rating is counted for the first reason that applies. */
    exclusions: z.array(z.object({ reason: z.string(), ratings: count })),
  }),
  agreement: agreementSchema,
  /** Null for other tasks than `classify`. */
  accuracy: accuracyResultSchema
    .extend({ comparisons: z.array(testResultSchema), humanAgainstModel: z.array(confusionSchema) })
    .nullable(),
  /** Null for other tasks than `pair`. */
  preferences: preferenceResultSchema.nullable(),
  /** Null for other tasks than `likert`. */
  likert: likertResultSchema.nullable(),
  responseTimes: responseTimesSchema,
  raters: z.array(raterQualitySchema),
  /** Null where fewer than two models have a known CPR. */
  sweetSpot: sweetSpotSchema.nullable(),
  failures: z.array(failureSchema),
})
export type StudyAnalysis = z.infer<typeof studyAnalysisSchema>

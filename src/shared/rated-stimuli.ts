import { z } from 'zod'
import { analysisOptionsSchema } from './analysis-design'
import { experimentRefSchema } from './analysis-blind'
import { ratingSources } from './rating-row'
import { pictureTokenSchema } from './trials/trial-parts'

const count = z.number().int().min(0)
const name = z.string().min(1)

/** Which stimuli lie behind a point of a figure: those of which every given thing is true. */
export const stimulusPickSchema = z.strictObject({
  modelId: name.optional(),
  /** Both models of a pair, in any order. */
  modelPair: z.tuple([name, name]).optional(),
  className: name.optional(),
  /** At least one rater gave this answer; null is "I don't know" or "both equally". */
  answer: z.string().nullable().optional(),
  /** This rater rated it, by code. */
  raterId: name.optional(),
  itemId: name.optional(),
})
export type StimulusPick = z.infer<typeof stimulusPickSchema>

/** In which order stimuli are listed. */
export const stimulusOrders = ['agreement', 'correct', 'name'] as const
export type StimulusOrder = (typeof stimulusOrders)[number]

export const stimulusPageSize = 60

export const stimulusListRequestSchema = z.strictObject({
  experiment: experimentRefSchema,
  options: analysisOptionsSchema,
  pick: stimulusPickSchema,
  /** Lowest first; what cannot be told comes last. */
  order: z.enum(stimulusOrders),
  offset: count,
  limit: z.number().int().min(1).max(stimulusPageSize),
})
export type StimulusListRequest = z.infer<typeof stimulusListRequestSchema>

/** @param picture what stands for a picture: a path below the study's artifacts in the program, a token in pages */
const partOf = <P extends z.ZodType>(picture: P) =>
  z.object({
    modelId: z.string(),
    /** Null where only ratings of it are known. */
    predictedClass: z.string().nullable(),
    picture: picture.nullable(),
  })

const stimulusOf = <P extends z.ZodType>(picture: P) =>
  z.object({
    /** As people know it, and as figures name it. */
    itemId: name,
    className: z.string().nullable(),
    /** The image beside its maps. */
    original: picture.nullable(),
    parts: z.array(partOf(picture)),
    ratings: count,
    raters: count,
    /** Most frequent first. Null is "I don't know" or "both equally". */
    answers: z.array(z.object({ answer: z.string().nullable(), count, isCorrect: z.boolean().nullable() })),
    /** Share that names the true class; null for other tasks, and where the class is not known. */
    correctShare: z.number().nullable(),
    /** Share of agreeing pairs of ratings; null for a single rating. */
    agreement: z.number().nullable(),
  })

const ratingSchema = z.object({
  /** The rater's code. */
  raterId: z.string(),
  raterGroup: z.string().nullable(),
  site: z.string().nullable(),
  answer: z.string().nullable(),
  isCorrect: z.boolean().nullable(),
  responseMs: z.number().nullable(),
  source: z.enum(ratingSources),
  /** Why it does not count; null where it does. */
  leftOut: z.string().nullable(),
})

const listOf = <P extends z.ZodType>(picture: P) =>
  z.object({ total: count, stimuli: z.array(stimulusOf(picture)) })
const detailOf = <P extends z.ZodType>(picture: P) =>
  z.object({ stimulus: stimulusOf(picture), ratings: z.array(ratingSchema) })

export const stimulusDetailRequestSchema = stimulusListRequestSchema
  .pick({ experiment: true, options: true })
  .extend({ itemId: name })
export type StimulusDetailRequest = z.infer<typeof stimulusDetailRequestSchema>

/** As the program holds them: pictures are paths below the study's artifacts. */
export const storedStimulusListSchema = listOf(z.string())
export const storedStimulusDetailSchema = detailOf(z.string())
export type StoredStimulus = z.infer<typeof storedStimulusListSchema>['stimuli'][number]
export type StoredStimulusDetail = z.infer<typeof storedStimulusDetailSchema>

/** As pages get them: pictures are tokens. */
export const stimulusListSchema = listOf(pictureTokenSchema)
export const stimulusDetailSchema = detailOf(pictureTokenSchema)
export type RatedStimulus = z.infer<typeof stimulusListSchema>['stimuli'][number]
export type StimulusDetail = z.infer<typeof stimulusDetailSchema>

import { z } from 'zod'
import { estimateSchema } from './analysis-estimate'

const count = z.number().int().positive()
const probability = z.number().gt(0).lt(1)

/** One rating that a plan asks for. */
export const plannedRatingSchema = z.object({
  raterId: z.string().min(1),
  imageId: z.string().min(1),
  className: z.string().min(1),
  /** One model, or the two of a pair. */
  modelIds: z.union([z.tuple([z.string()]), z.tuple([z.string(), z.string()])]),
})
export type PlannedRating = z.infer<typeof plannedRatingSchema>

/** How much raters and images differ: standard deviations on the logit scale. */
const spreadSchema = {
  raterDeviation: z.number().min(0).max(10),
  imageDeviation: z.number().min(0).max(10),
  /** Of an image under one model (or pair), beyond the image itself. */
  itemDeviation: z.number().min(0).max(10),
}

/** What a simulated study assumes to be true. */
export const studyAssumptionSchema = z.discriminatedUnion('task', [
  z.object({
    task: z.literal('classify'),
    /** Median over raters and images of the probability to name the true class. */
    accuracies: z.record(z.string(), probability),
    /** Of answers that are not correct, the share of "I don't know"; the others spread evenly over the classes. */
    dontKnowShare: z.number().min(0).max(1),
    ...spreadSchema,
  }),
  z.object({
    task: z.literal('pair'),
    /** Log strengths as in Davidson's model: a difference of 0.41 is a preference of 60 to 40. */
    logStrengths: z.record(z.string(), z.number()),
    tieShare: z.number().min(0).lt(1),
    ...spreadSchema,
  }),
])
export type StudyAssumption = z.infer<typeof studyAssumptionSchema>

export const simulationOptionsSchema = z.object({
  /** Simulated studies. */
  studies: count.max(100_000),
  seed: z.number().int().min(0).max(0xffff_ffff),
  /** Of intervals; 1 - level is the significance of tests. */
  level: z.number().gt(0.5).lt(1),
})
export type SimulationOptions = z.infer<typeof simulationOptionsSchema>

/** What a plan can show, from simulated studies: nobody has rated anything. */
export const planSimulationSchema = z.object({
  isSimulated: z.literal(true),
  ratings: z.number().int(),
  raters: z.number().int(),
  images: z.number().int(),
  comparisons: z.array(
    z.object({
      comparison: z.string(),
      /** Share of studies in which the difference is found after Holm's correction. */
      power: estimateSchema,
      /** Mean half-width of the interval of the difference (of the preferred share with pairs); interval: middle 95 %. */
      halfWidth: estimateSchema,
    }),
  ),
  /** Mean alpha; interval: the middle of the simulated ones. */
  alpha: estimateSchema,
})
export type PlanSimulation = z.infer<typeof planSimulationSchema>

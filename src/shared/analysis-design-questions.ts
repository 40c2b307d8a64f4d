import { z } from 'zod'
import { analysisOptionsSchema } from './analysis-design'
import { estimateSchema } from './analysis-estimate'
import { experimentRefSchema } from './analysis-blind'
import { simulationOptionsSchema, studyAssumptionSchema } from './analysis-planning'

const fraction = z.number().gt(0).lt(1)
const whole = (from: number, to: number) => z.number().int().min(from).max(to)

/** A study of another size, with the models and classes of this one. */
export const studySizeSchema = z.strictObject({
  raters: whole(2, 5000),
  imagesPerClass: whole(1, 1000),
  ratingsPerItem: whole(1, 100),
})
export type StudySize = z.infer<typeof studySizeSchema>

/** What an experiment's ratings suggest for the next study. */
export const pilotSchema = z.object({
  assumption: studyAssumptionSchema,
  classes: z.array(z.string()),
  /** Models that an item shows: one, or two of a pair. */
  conditions: z.array(z.union([z.tuple([z.string()]), z.tuple([z.string(), z.string()])])),
  /** About as large as this experiment. */
  size: studySizeSchema,
})
export type Pilot = z.infer<typeof pilotSchema>

export const pilotRequestSchema = z.strictObject({
  experiment: experimentRefSchema,
  options: analysisOptionsSchema,
})

export const planSimulationRequestSchema = z.strictObject({
  pilot: pilotSchema.omit({ size: true }),
  size: studySizeSchema,
  simulation: simulationOptionsSchema.extend({ studies: whole(1, 1000) }),
})
export type PlanSimulationRequest = z.infer<typeof planSimulationRequestSchema>

/** Units for two raters to tell alpha from a minimum. */
export const alphaUnitsRequestSchema = z.strictObject({
  minimum: fraction,
  significance: fraction,
  categories: whole(2, 1000),
})

/** Images for which a share has an interval of the wanted width. */
export const widthImagesRequestSchema = z.strictObject({
  share: fraction,
  halfWidth: fraction,
  level: fraction,
  ratingsPerImage: whole(1, 1000),
  imageCorrelation: z.number().min(0).max(1),
})

export const planningNumberSchema = estimateSchema

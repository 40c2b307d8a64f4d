import { z } from 'zod'
import { idSchema, jsonObjectSchema, nameSchema, timestampSchema } from './common'

/** Pictures chosen to be rated. */
export const stimulusSetSchema = z.object({
  id: idSchema,
  name: nameSchema,
  datasetId: idSchema.nullable(),
  /** What is shown of each map, as `heat-map`; null where it is not known. */
  rendering: nameSchema.nullable(),
  /** Of the random choice; null where there was none. */
  seed: z.int().nonnegative().nullable(),
  options: jsonObjectSchema,
  createdAt: timestampSchema,
})
export type StimulusSet = Readonly<z.infer<typeof stimulusSetSchema>>

/** One thing to rate: an image with the maps of one model, or of two that are compared. */
export const stimulusSchema = z.object({
  id: idSchema,
  setId: idSchema,
  imageId: idSchema,
  /** Unique in its set, as `n03394916_1_cpr2`. */
  key: nameSchema,
  /** The true class. */
  className: z.string().min(1),
  /** The image as it is shown beside maps. */
  originalArtifactId: idSchema.nullable(),
})
export type Stimulus = Readonly<z.infer<typeof stimulusSchema>>

/** One model's share of a stimulus. */
export const stimulusPartSchema = z.object({
  stimulusId: idSchema,
  /** 0, and 1 for the second model of a pair: no place on the screen, which a plan's trial decides. */
  position: z.int().min(0).max(1),
  modelId: idSchema,
  mapId: idSchema.nullable(),
  /** The picture that is shown; null where only ratings of it are known. */
  artifactId: idSchema.nullable(),
  predictedClass: z.string().min(1).nullable(),
  isCorrect: z.boolean().nullable(),
})
export type StimulusPart = Readonly<z.infer<typeof stimulusPartSchema>>

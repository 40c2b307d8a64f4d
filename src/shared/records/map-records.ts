import { z } from 'zod'
import { idSchema, jsonObjectSchema, nameSchema, timestampSchema } from './common'

/** One model's explanation of one image: the raw map, of which several pictures may be drawn. */
export const mapSchema = z.object({
  id: idSchema,
  modelId: idSchema,
  imageId: idSchema,
  /** As `grad-cam`. */
  method: nameSchema,
  layer: nameSchema,
  /** The class that the map explains. */
  explainedClass: z.string().min(1),
  predictedClass: z.string().min(1),
  confidence: z.number().min(0).max(1).nullable(),
  /** No value is positive: there is nothing to show, and the pictures say so. */
  noPositiveEvidence: z.boolean(),
  /** The image as the network saw it; null where it was not kept. */
  originalArtifactId: idSchema.nullable(),
  /** The signed values before rectification and scaling: the file, and the tensor's name in it. */
  rawArtifactId: idSchema.nullable(),
  rawTensor: z.string().nullable(),
  rawMinimum: z.number().nullable(),
  rawMaximum: z.number().nullable(),
  rawMean: z.number().nullable(),
  /** Share of the positive values that lies on the object; null where the object or such values are not known. */
  energyInside: z.number().min(0).max(1).nullable(),
  jobId: idSchema.nullable(),
  createdAt: timestampSchema,
})
export type ExplanationMap = Readonly<z.infer<typeof mapSchema>>

/** A picture of a map. */
export const mapRenderingSchema = z.object({
  id: idSchema,
  mapId: idSchema,
  /** As `heat-map` or `occlusion-map`. */
  rendering: nameSchema,
  /** Colour map, shares and the like. */
  options: jsonObjectSchema,
  /** What the colours mean: kind, and the values drawn lowest and highest; null where nothing was drawn. */
  scaling: jsonObjectSchema.nullable(),
  artifactId: idSchema,
})
export type MapRendering = Readonly<z.infer<typeof mapRenderingSchema>>

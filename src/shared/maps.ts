import { z } from 'zod'

/** The ways to ask a network where it looks; what each computes is in `main/explain`. */
export const mapMethodKinds = [
  'grad-cam',
  'grad-cam-plus-plus',
  'layer-cam',
  'occlusion-sensitivity',
] as const
export const mapMethodKindSchema = z.enum(mapMethodKinds)
export type MapMethodKind = z.infer<typeof mapMethodKindSchema>

/**
 * jet is the published study's; the others are even in lightness, and cividis looks alike to colour-blind people.
 */
export const colourMapKinds = ['jet', 'viridis', 'inferno', 'cividis'] as const
export const colourMapKindSchema = z.enum(colourMapKinds)
export type ColourMapKind = z.infer<typeof colourMapKindSchema>

/** Which class a map speaks about: the one that the model names, as published, the true one, or one for all images. */
export const explainedClassSchema = z.union([
  z.literal('predicted'),
  z.literal('label'),
  z.object({ className: z.string().min(1) }),
])
export type ExplainedClass = z.infer<typeof explainedClassSchema>

/**
 * What the colours of a heat-map span. `per-map`: each map's own lowest to highest value, as published, which hides how
 * strong the evidence is. `per-image-across-models`: one range for all models' maps of an image, which makes them
 * comparable. `absolute`: a range fixed by the researcher, for comparisons across images.
 */
export const scalingPolicySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('per-map') }),
  z.object({ kind: z.literal('per-image-across-models') }),
  z
    .object({ kind: z.literal('absolute'), low: z.number(), high: z.number() })
    .refine(({ low, high }) => high > low, 'the second number must be above the first'),
])
export type ScalingPolicy = z.infer<typeof scalingPolicySchema>

/** How the pictures of a run of map making are drawn. */
export const mapDrawingSchema = z.object({
  colourMap: colourMapKindSchema,
  /** Above 0, at most 1: the share of pixels that an occlusion-map leaves visible. */
  visibleFraction: z.number().gt(0).max(1),
  scaling: scalingPolicySchema,
})
export type MapDrawing = z.infer<typeof mapDrawingSchema>

/** The published study's pictures. */
export const publishedDrawing: MapDrawing = {
  colourMap: 'jet',
  visibleFraction: 0.1,
  scaling: { kind: 'per-map' },
}

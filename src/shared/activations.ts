import { z } from 'zod'

/** The quantiles that are kept of a distribution of activations. */
export const activationQuantiles = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const

const fraction = z.number().min(0).max(1)
const count = z.number().int().nonnegative()

/** All activations of a layer or of one of its channels, over images and positions. */
const distributionSchema = z.object({
  mean: z.number(),
  /** Of the values themselves (divided by their number). */
  standardDeviation: z.number().nonnegative(),
  minimum: z.number(),
  maximum: z.number(),
  /** Share of values that are exactly 0: what ReLU silenced. */
  zeroShare: fraction,
  /** At `activationQuantiles`; at most 0.8 % off, because values are counted in bins of that width. */
  quantiles: z.array(z.number()).length(activationQuantiles.length),
  /** Numbers of values between the file's `edges`, one fewer than there are edges. */
  histogram: z.array(count),
})

/**
 * How the target layer's activations are distributed, per model, over the same images; `activations.json`. With an
 * unpruned model and its pruned ones in one file, it shows what pruning changes behind the maps.
 */
export const activationsFileSchema = z.object({
  formatVersion: z.literal(1),
  /** Test images counted, each with all positions of the layer. */
  images: count,
  /**
   * The bins' edges, rising, the same for all models and channels: a quarter of an octave apart on both sides of one
   * bin around 0, which holds the zeros. A bin holds its edge that is nearer to 0; the outermost two also hold what
   * lies beyond.
   */
  edges: z.array(z.number()).min(2),
  quantileProbabilities: z.array(fraction),
  models: z.array(
    z.object({
      name: z.string(),
      layer: z.string(),
      /** Positions and channels. */
      height: count,
      width: count,
      overall: distributionSchema,
      /** Of each channel, in order. */
      channels: z.array(distributionSchema),
    }),
  ),
})
export type ActivationsFile = z.infer<typeof activationsFileSchema>
export type ModelActivations = ActivationsFile['models'][number]
export type ActivationDistribution = z.infer<typeof distributionSchema>

/** A model's activations in a few numbers. */
export const activationSummarySchema = z.object({
  images: count,
  mean: z.number(),
  standardDeviation: z.number().nonnegative(),
  median: z.number(),
  zeroShare: fraction,
  channels: count,
  /** Channels that are 0 everywhere in every image. */
  silentChannels: count,
})
export type ActivationSummary = z.infer<typeof activationSummarySchema>

import { z } from 'zod'
import { inputScalingSchema } from './input-scaling'

const count = z.number().int().positive()

/** How weights are changed. */
export const trainingSchema = z.object({
  /** At most this many passes over the training images. */
  epochs: count.max(10_000),
  /** Images per update of the weights. */
  batchSize: count.max(4096),
  /**
   * Parts in which a batch is computed, one after the other, where memory is too short for it as a whole: the same
   * update but for rounding. Batch normalisation sees the parts, not the batch. Default 1.
   */
  accumulate: count.max(4096).optional(),
  learningRate: z.number().positive().max(10),
  /** `sgd` as published; `adam` finds its way into a small network without pretrained weights sooner. */
  optimizer: z.enum(['sgd', 'adam']),
  /** Of SGD; Adam has its usual 0.9 and 0.999. */
  momentum: z.number().min(0).max(0.9999),
  weightDecay: z.number().min(0).max(1),
  /** `cosine` falls from the learning rate to zero over all epochs. */
  schedule: z.enum(['constant', 'cosine']),
  /**
   * Epochs without a better validation accuracy (by the paper's factor of 1.01) after which training stops and the
   * best weights are taken back; null trains all epochs and keeps the last weights.
   */
  patience: count.max(10_000).nullable(),
  /** `photos` is the paper's: both flips and ±10° of rotation. */
  augmentation: z.enum(['none', 'flip', 'photos']),
  /**
   * Layers that keep their weights, by names or their beginnings, as `features`; `base` is all but the last dense
   * layer. Absent: none.
   */
  freeze: z.array(z.string().min(1)).optional(),
})
export type TrainingSettings = z.infer<typeof trainingSchema>

/** What may differ from an architecture's published form in a network that is made from nothing. */
export const networkSettingsSchema = z.object({
  inputScaling: inputScalingSchema,
  /** Probability of dropping a unit of a hidden dense layer. */
  dropoutRate: z.number().min(0).max(0.95),
})
export type NetworkSettings = z.infer<typeof networkSettingsSchema>

import { z } from 'zod'

const fraction = z.number().min(0).max(1)
const count = z.number().int().positive()

/** One finished epoch of a training. Losses are mean cross-entropies in nats. */
export const epochMetricsSchema = z.object({
  /** From 1. */
  epoch: count,
  /** Of the epoch's last step. */
  learningRate: z.number().nonnegative(),
  /** Over the epoch's steps, each before its update. */
  trainLoss: z.number(),
  trainTop1: fraction,
  /** After the epoch; null where it is no number, because a logit had grown beyond float32. */
  validationLoss: z.number().nullable(),
  validationTop1: fraction,
  /** Whether early stopping counted this epoch as better than all before; always true without early stopping. */
  improved: z.boolean(),
  /** Wall time with validation. */
  seconds: z.number().nonnegative(),
})
export type EpochMetrics = z.infer<typeof epochMetricsSchema>

const position = {
  /** The training's name for the user, as `Fine-tuning at CPR 4`; unique in a job. */
  stage: z.string(),
  /** At most so many epochs; early stopping may end sooner. */
  epochs: count,
}

/** What a job tells while it trains: each step, and each epoch once it can no longer be lost. */
export const trainingEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('step'),
    ...position,
    /** From 1. */
    epoch: count,
    /** Steps done in this epoch. */
    step: count,
    steps: count,
    /** Of the step's images, before its update. */
    loss: z.number(),
    top1: fraction,
  }),
  z.object({ kind: z.literal('epoch'), ...position, ...epochMetricsSchema.shape }),
])
export type TrainingEvent = z.infer<typeof trainingEventSchema>

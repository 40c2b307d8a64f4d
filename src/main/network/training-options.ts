import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { adamOptionsSchema } from './adam'
import { publishedEarlyStopping } from './early-stopping'
import { sgdOptionsSchema } from './sgd'

/** How to train. The seed fixes the order of the images, the dropout masks and the augmentation's draws. */
export const trainingOptionsSchema = z.object({
  seed: z.int().min(0).max(0xffff_ffff),
  /** At most this many passes over the training images. */
  epochs: z.int().min(1).max(10_000),
  /** Images per step. The last step of an epoch takes what is left, as PyTorch's DataLoader does. */
  batchSize: z.int().min(1).max(4096),
  /** Parts in which a step's images are computed, one after the other. Default 1. */
  accumulate: z.int().min(1).max(4096).optional(),
  learningRate: z.number().positive().max(100),
  /** `cosine` falls from the learning rate to 0 over all steps of all epochs (Loshchilov and Hutter 2017). */
  schedule: z.enum(['constant', 'cosine']),
  optimizer: z.discriminatedUnion('kind', [sgdOptionsSchema, adamOptionsSchema]),
  /** Null trains all epochs and keeps the last weights. */
  earlyStopping: z.object({ factor: z.number().min(1), patience: z.int().min(1) }).nullable(),
})
export type TrainingOptions = z.infer<typeof trainingOptionsSchema>

/** What the published study trained with (study-protocol.md); fine-tuning after pruning has at most 50 epochs. */
export const publishedTraining: TrainingOptions = {
  seed: 0,
  epochs: 100,
  batchSize: 64,
  learningRate: 0.001,
  schedule: 'constant',
  optimizer: { kind: 'sgd', momentum: 0.9, weightDecay: 1e-4 },
  earlyStopping: publishedEarlyStopping,
}

/** @throws StudioError `training/bad-request` naming every option that is out of its range */
export function parseTrainingOptions(options: unknown): TrainingOptions {
  const parsed = trainingOptionsSchema.safeParse(options)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`)
  throw new StudioError('training/bad-request', `The training options are not valid. ${faults.join('. ')}.`)
}

/** Learning rate of a step (from 0) of all steps of a run. */
export function learningRateAt(options: TrainingOptions, step: number, steps: number): number {
  switch (options.schedule) {
    case 'constant':
      return options.learningRate
    case 'cosine':
      return (options.learningRate * (1 + Math.cos((Math.PI * step) / steps))) / 2
  }
}

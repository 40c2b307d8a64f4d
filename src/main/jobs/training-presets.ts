import type { TrainingSettings } from '../../shared/jobs'

/** The published study's settings, for pretrained networks on photographs. */
export const paperTraining: TrainingSettings = {
  epochs: 100,
  batchSize: 64,
  learningRate: 0.001,
  optimizer: 'sgd',
  momentum: 0.9,
  weightDecay: 1e-4,
  schedule: 'constant',
  patience: 10,
  augmentation: 'photos',
}

/** The published fine-tuning after a pruning step. */
export const paperFineTuning: TrainingSettings = { ...paperTraining, epochs: 50 }

/** For a small network trained from nothing. */
export const sampleTraining: TrainingSettings = {
  epochs: 6,
  batchSize: 32,
  learningRate: 0.002,
  optimizer: 'adam',
  momentum: 0.9,
  weightDecay: 0,
  schedule: 'cosine',
  patience: null,
  augmentation: 'flip',
}

/** For such a network after a pruning step. */
export const sampleFineTuning: TrainingSettings = { ...sampleTraining, epochs: 1, learningRate: 0.0005 }

/** What `--preset` takes: settings for training and for fine-tuning after a pruning step. */
export const trainingPresets = {
  sample: { training: sampleTraining, fineTuning: sampleFineTuning },
  paper: { training: paperTraining, fineTuning: paperFineTuning },
} as const
export type TrainingPreset = keyof typeof trainingPresets

import type { NetworkSettings, TrainingSettings } from '../../shared/jobs'

/** The published network: pixels as they are, dropout in both hidden dense layers. */
export const paperNetwork: NetworkSettings = { inputScaling: 'unit', dropoutRate: 0.5 }

/** For a narrow network trained from nothing: without centred pixels it stays at chance for thousands of steps. */
export const sampleNetwork: NetworkSettings = { inputScaling: 'imagenet', dropoutRate: 0 }

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

/** For a small network with batch normalisation trained from nothing; without it, take a third of the learning rate. */
export const sampleTraining: TrainingSettings = {
  epochs: 5,
  batchSize: 32,
  learningRate: 0.002,
  optimizer: 'adam',
  momentum: 0.9,
  weightDecay: 0,
  schedule: 'cosine',
  patience: null,
  augmentation: 'flip',
}

/** For such a network after a pruning step; one epoch is too few from CPR 8 on. */
export const sampleFineTuning: TrainingSettings = { ...sampleTraining, epochs: 2 }

/** What `--preset` takes: settings for a new network, for training and for fine-tuning after a pruning step. */
export const trainingPresets = {
  sample: { network: sampleNetwork, training: sampleTraining, fineTuning: sampleFineTuning },
  paper: { network: paperNetwork, training: paperTraining, fineTuning: paperFineTuning },
} as const
export type TrainingPreset = keyof typeof trainingPresets

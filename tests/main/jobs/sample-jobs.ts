import type { JobContext } from '../../../src/main/jobs/job-runner'
import type { JobRequestOf, TrainResult } from '../../../src/shared/jobs'

const accuracy = { count: 10, top1: 0.9, top5: 1, meanLoss: 0.3, calibrationError: 0.05 }

export const trainResult: TrainResult = {
  modelFile: 'model.safetensors',
  architecture: 'vgg16-w8',
  sizePx: 64,
  classes: ['cat', 'dog'],
  parameterCount: 100,
  device: 'cpu',
  seed: 0,
  seconds: 1,
  trainImages: 20,
  validation: accuracy,
  test: accuracy,
  extraTests: {},
  skipped: [],
  epochs: { run: 1, best: 1 },
  history: [],
}

/** A training request; the process of these tests behaves as `name` says. */
export function trainRequest(name: string, seed = 0): JobRequestOf<'train'> {
  return {
    kind: 'train',
    data: 'emojinette',
    architecture: 'vgg16-w8',
    sizePx: 64,
    network: { inputScaling: 'unit', dropoutRate: 0.5 },
    training: {
      epochs: 1,
      batchSize: 1,
      learningRate: 0.1,
      optimizer: 'sgd',
      momentum: 0,
      weightDecay: 0,
      schedule: 'constant',
      patience: null,
      augmentation: 'none',
    },
    device: 'cpu',
    seed,
    folder: 'work',
    name,
  }
}

/** What a runner needs around it when nobody listens; a test replaces what it wants to hear. */
export function quietContext(): JobContext {
  const ignore = () => undefined
  return {
    signal: new AbortController().signal,
    plan: ignore,
    report: ignore,
    record: ignore,
    note: ignore,
    warn: ignore,
  }
}

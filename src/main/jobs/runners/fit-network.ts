import type { TrainingSettings } from '../../../shared/jobs'
import { publishedEarlyStopping } from '../../network/early-stopping'
import { freezeLayers } from '../../network/frozen-layers'
import type { Network } from '../../network/network'
import type { WeightMasks } from '../../network/optimizer'
import { trainNetwork, type TrainingResult } from '../../network/train'
import type { TrainingOptions } from '../../network/training-options'
import type { TrainingProgress } from '../../network/training-progress'
import type { JobContext } from '../job-runner'
import { augmentFor } from './open-data'
import type { Workspace } from './workspace'

export interface FitRequest {
  readonly network: Network
  readonly settings: TrainingSettings
  readonly seed: number
  /** Pruned weights, which stay zero; absent for an unpruned network. */
  readonly masks?: WeightMasks
  /** The stage's name for the user, as `Training`. */
  readonly stage: string
}

/** Trains a network in place, reporting images seen. Errors as `trainNetwork`. */
export function fitNetwork(
  request: FitRequest,
  { device, data }: Workspace,
  { signal, report }: JobContext,
): Promise<TrainingResult> {
  const { settings, seed, stage, masks } = request
  const { network, isFrozen } = freezeLayers(request.network, settings.freeze ?? [])
  let validation = ''
  return trainNetwork({
    device,
    network,
    train: data.train,
    validation: data.validation,
    options: trainingOptions(settings, seed),
    masks,
    isFrozen,
    augment: augmentFor(settings.augmentation, { seed, sizePx: network.inputSizePx }),
    signal,
    onProgress: (progress) => {
      if (progress.kind === 'epoch') validation = `, validation ${progress.validationFraction.toFixed(3)}`
      const detail = describeEpoch(progress, settings.epochs) + validation
      report({ stage, done: progress.done, total: progress.total, unit: 'images', detail })
    },
  })
}

/** A job's settings as the training loop takes them. */
export function trainingOptions(settings: TrainingSettings, seed: number): TrainingOptions {
  const { epochs, batchSize, learningRate, schedule, patience } = settings
  return {
    seed,
    epochs,
    batchSize,
    learningRate,
    schedule,
    optimizer: optimizerOptions(settings),
    earlyStopping: patience === null ? null : { factor: publishedEarlyStopping.factor, patience },
  }
}

function optimizerOptions({
  optimizer,
  momentum,
  weightDecay,
}: TrainingSettings): TrainingOptions['optimizer'] {
  switch (optimizer) {
    case 'sgd':
      return { kind: 'sgd', momentum, weightDecay }
    case 'adam':
      return { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay }
  }
}

/** Epochs as people count them: from 1, and 0 for weights that no epoch improved. */
export function epochsOf({ history, bestEpoch }: TrainingResult): { run: number; best: number } {
  return { run: history.length, best: bestEpoch === null ? 0 : bestEpoch + 1 }
}

function describeEpoch(progress: TrainingProgress, epochs: number): string {
  const loss = progress.kind === 'step' ? progress.loss : progress.trainLoss
  return `epoch ${progress.epoch + 1} of ${epochs}, loss ${loss.toFixed(3)}`
}

import type { TrainingSettings } from '../../../shared/jobs'
import type { EpochMetrics } from '../../../shared/training-history'
import { folderCheckpoints } from '../../network/checkpoint-folder'
import { publishedEarlyStopping } from '../../network/early-stopping'
import { freezeLayers } from '../../network/frozen-layers'
import type { Network } from '../../network/network'
import type { WeightMasks } from '../../network/optimizer'
import { trainNetwork, type TrainingResult } from '../../network/train'
import type { TrainingOptions } from '../../network/training-options'
import type { EpochRecord, TrainingProgress } from '../../network/training-progress'
import type { DataSplits } from '../../dataset/image-set'
import type { JobContext, PlannedStage } from '../job-runner'
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
  /** Where its epochs are kept, so that it can go on after its process was killed. */
  readonly checkpointFolder?: string | undefined
}

/** A training as a stage to come. */
export function fitStage(stage: string, { epochs }: TrainingSettings, data: DataSplits): PlannedStage {
  return { stage, work: 'training', total: epochs * data.train.labels.length }
}

/** Trains a network in place, reporting images seen. Errors as `trainNetwork`. */
export function fitNetwork(
  request: FitRequest,
  { device, data }: Workspace,
  context: JobContext,
): Promise<TrainingResult> {
  const { signal, report, record } = context
  const { settings, seed, stage, masks, checkpointFolder } = request
  const { epochs } = settings
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
    ...(checkpointFolder !== undefined && {
      checkpoints: folderCheckpoints(checkpointFolder, (file, reason) =>
        context.warn(damagedNote(file, reason)),
      ),
    }),
    onResume: ({ epochsDone }) => {
      const { total } = fitStage(stage, settings, data)
      report({ stage, done: (epochsDone / epochs) * total, total, unit: 'images' })
      context.note(`Going on with the stopped run: ${stage}, after epoch ${epochsDone} of ${epochs}.`)
    },
    onProgress: (progress) => {
      if (progress.kind === 'epoch') {
        record({ kind: 'epoch', stage, epochs, ...metricsOfEpoch(progress) })
        validation = `, validation ${progress.validationFraction.toFixed(3)}`
      } else {
        const { epoch, step, steps, loss, accuracyFraction } = progress
        record({ kind: 'step', stage, epochs, epoch: epoch + 1, step, steps, loss, top1: accuracyFraction })
      }
      const detail = describeEpoch(progress, epochs) + validation
      report({ stage, done: progress.done, total: progress.total, unit: 'images', detail })
    },
  })
}

/** What the user is told of a file that an unfinished run had kept and that cannot be used. */
export function damagedNote(file: string, reason: string): string {
  return `What the stopped run kept in ${file} is lost: ${reason} Going on from what it kept before.`
}

/** Seconds that a training's epochs took in earlier processes. */
export function secondsBefore({ history, resumedEpochs }: TrainingResult): number {
  return history.slice(0, resumedEpochs).reduce((sum, { seconds }) => sum + seconds, 0)
}

/** A job's settings as the training loop takes them. */
export function trainingOptions(settings: TrainingSettings, seed: number): TrainingOptions {
  const { epochs, batchSize, accumulate, learningRate, schedule, patience } = settings
  return {
    seed,
    epochs,
    batchSize,
    accumulate,
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

/** The epochs of a training as results keep them, counted from 1. */
export function historyOf({ history }: TrainingResult): EpochMetrics[] {
  return history.map(metricsOfEpoch)
}

function metricsOfEpoch(record: EpochRecord): EpochMetrics {
  const { epoch, learningRate, trainLoss, trainFraction, improved, seconds } = record
  return {
    epoch: epoch + 1,
    learningRate,
    trainLoss,
    trainTop1: trainFraction,
    validationLoss: Number.isFinite(record.validationLoss) ? record.validationLoss : null,
    validationTop1: record.validationFraction,
    improved,
    seconds,
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

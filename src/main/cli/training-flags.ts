import { InvalidArgumentError, Option, type Command } from 'commander'
import {
  networkSettingsSchema,
  trainingSchema,
  type NetworkSettings,
  type TrainingSettings,
} from '../../shared/jobs'
import { trainingPresets, type TrainingPreset } from '../jobs/training-presets'
import { number, wholeNumber } from './options'

/** Flags that change single settings of a preset; absent ones keep the preset's value. */
export interface TrainingFlags {
  readonly preset: TrainingPreset
  readonly epochs?: number
  readonly batch?: number
  readonly accumulate?: number
  readonly lr?: number
  readonly optimizer?: TrainingSettings['optimizer']
  readonly momentum?: number
  readonly weightDecay?: number
  readonly schedule?: TrainingSettings['schedule']
  readonly patience?: number | 'none'
  readonly augment?: TrainingSettings['augmentation']
  readonly freeze?: string[]
}

/** Settings of training, or of fine-tuning after a pruning step. */
export type TrainingUse = 'training' | 'fineTuning'

/** The training flags, with the defaults of both presets in the help. */
export function addTrainingOptions(command: Command, use: TrainingUse): Command {
  const values = (name: keyof TrainingSettings) =>
    `${trainingPresets.sample[use][name] ?? 'none'}; paper: ${trainingPresets.paper[use][name]}`
  return command
    .addOption(
      new Option('--preset <preset>', 'settings for a small network from nothing, or the published study’s')
        .choices(Object.keys(trainingPresets))
        .default('sample'),
    )
    .option('--epochs <n>', `passes over the training images (${values('epochs')})`, wholeNumber(1, 10_000))
    .option('--batch <n>', `images per step (${values('batchSize')})`, wholeNumber(1, 4096))
    .option(
      '--accumulate <n>',
      'compute each step in so many parts, where memory is short; the same result but for rounding (1)',
      wholeNumber(1, 4096),
    )
    .option('--lr <rate>', `learning rate (${values('learningRate')})`, number({ above: 0 }))
    .addOption(
      new Option('--optimizer <kind>', `how weights are changed (${values('optimizer')})`).choices(
        trainingSchema.shape.optimizer.options,
      ),
    )
    .option('--momentum <share>', `momentum (${values('momentum')})`, number({ from: 0 }))
    .option('--weight-decay <rate>', `weight decay (${values('weightDecay')})`, number({ from: 0 }))
    .addOption(
      new Option('--schedule <kind>', `course of the learning rate (${values('schedule')})`).choices(
        trainingSchema.shape.schedule.options,
      ),
    )
    .option(
      '--patience <n>',
      `stop after so many epochs without progress, or "none" (${values('patience')})`,
      patience,
    )
    .addOption(
      new Option('--augment <kind>', `random changes of training images (${values('augmentation')})`).choices(
        trainingSchema.shape.augmentation.options,
      ),
    )
    .option(
      '--freeze <layer...>',
      'layers that keep their weights, as features; "base" is all but the last dense layer',
    )
}

/** The preset with the given flags in place of its own values. */
export function resolveTraining(flags: TrainingFlags, use: TrainingUse): TrainingSettings {
  const preset = trainingPresets[flags.preset][use]
  return {
    epochs: flags.epochs ?? preset.epochs,
    batchSize: flags.batch ?? preset.batchSize,
    learningRate: flags.lr ?? preset.learningRate,
    optimizer: flags.optimizer ?? preset.optimizer,
    momentum: flags.momentum ?? preset.momentum,
    weightDecay: flags.weightDecay ?? preset.weightDecay,
    schedule: flags.schedule ?? preset.schedule,
    patience: flags.patience === 'none' ? null : (flags.patience ?? preset.patience),
    augmentation: flags.augment ?? preset.augmentation,
    ...(flags.accumulate === undefined ? {} : { accumulate: flags.accumulate }),
    ...(flags.freeze === undefined ? {} : { freeze: flags.freeze }),
  }
}

/** A null would reach the command as an empty text. */
function patience(text: string): number | 'none' {
  if (text === 'none') return 'none'
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1) return value
  throw new InvalidArgumentError('It must be a whole number from 1 up, or "none".')
}

/** Flags that change single settings of a new network. */
export interface NetworkFlags {
  readonly inputScaling?: NetworkSettings['inputScaling']
  readonly dropout?: number
}

/** `--input-scaling` and `--dropout`, for a network made from nothing. */
export function addNetworkOptions(command: Command): Command {
  const values = (name: keyof NetworkSettings) =>
    `${trainingPresets.sample.network[name]}; paper: ${trainingPresets.paper.network[name]}`
  return command
    .addOption(
      new Option(
        '--input-scaling <kind>',
        `how the network scales pixels (${values('inputScaling')})`,
      ).choices(networkSettingsSchema.shape.inputScaling.options),
    )
    .option(
      '--dropout <share>',
      `units of dense layers left out at random (${values('dropoutRate')})`,
      dropoutRate,
    )
}

/** The preset's network with the given flags in place of its own values. */
export function resolveNetwork(flags: NetworkFlags & Pick<TrainingFlags, 'preset'>): NetworkSettings {
  const preset = trainingPresets[flags.preset].network
  return {
    inputScaling: flags.inputScaling ?? preset.inputScaling,
    dropoutRate: flags.dropout ?? preset.dropoutRate,
  }
}

function dropoutRate(text: string): number {
  const parsed = networkSettingsSchema.shape.dropoutRate.safeParse(
    text.trim() === '' ? undefined : Number(text),
  )
  if (parsed.success) return parsed.data
  throw new InvalidArgumentError('It must be a number from 0 to 0.95.')
}

import { countText } from '../../../shared/count-text'
import { Option, type Command } from 'commander'
import { basename, join } from 'node:path'
import type { TrainResult } from '../../../shared/jobs'
import { modelFile } from '../../jobs/study-models'
import { accuracyTable, skippedNote } from '../accuracy-text'
import { checkName } from '../model-name'
import { absolute, addDataOptions, addRunOptions, resolveData, wholeNumber, type RunFlags } from '../options'
import { addResumeOptions, resumeHelp, writeModelsResumably, type ResumeFlags } from '../resumable-job'
import { printResult, runJob, type CliSession } from '../session'
import { addStudyOption, runInStudy } from '../study-session'
import { formatCount, formatDuration } from '../text'
import {
  addNetworkOptions,
  addTrainingOptions,
  resolveNetwork,
  resolveTraining,
  type NetworkFlags,
  type TrainingFlags,
} from '../training-flags'

interface TrainFlags extends RunFlags, ResumeFlags, TrainingFlags, NetworkFlags {
  readonly data: string
  readonly images?: number
  readonly from?: string
  readonly architecture: string
  readonly size: number
  readonly out: string
  readonly study?: string
  readonly name?: string
}

const help = `
The test part of the data is never used for training or for choosing weights.

Examples:
  sweetspot train --data emojinette
  sweetspot train --data photos --architecture vgg16-w4 --size 96 --epochs 30 --out models
  sweetspot train --data photos --architecture vgg16 --size 224 --preset paper
  sweetspot train --data photos --from models/mobilenet.safetensors --freeze base --epochs 5
  sweetspot train --data photos --study my-study --name cpr-1`

/** `sweetspot train`: a network from nothing or from a model file, as a weight file with its accuracy on the test images. */
export function addTrainCommand(program: Command, session: CliSession): void {
  const command = program.command('train').description('train a network on labelled images and test it')
  addDataOptions(command)
    .addOption(
      new Option('--from <file>', 'train a model file further, as import and train write it').conflicts([
        'architecture',
        'size',
        'inputScaling',
        'dropout',
      ]),
    )
    .option('--architecture <id>', 'network; w8 means an eighth of the published width', 'vgg16-bn-gap-w8')
    .option('--size <px>', 'edge length of the images that the network sees', wholeNumber(8, 1024), 64)
  addNetworkOptions(command)
  addStudyOption(addTrainingOptions(command, 'training'))
    .option('--out <folder>', 'where to write the model', 'models')
    .option(
      '--name <name>',
      'name of the model file, without .safetensors (default: the architecture, or the model’s with -trained)',
    )
  addResumeOptions(command)
  addRunOptions(command)
    .addHelpText('after', resumeHelp + help)
    .action(async (flags: TrainFlags) => {
      const { result, folder } = await train(flags, session)
      printResult(session, { ...result, modelFile: join(folder, result.modelFile) }, describeTraining)
    })
}

/** @returns the result, and the folder that its files are in */
async function train(
  flags: TrainFlags,
  session: CliSession,
): Promise<{ result: TrainResult; folder: string }> {
  const { from, study } = flags
  const name = checkName(flags.name ?? (from === undefined ? flags.architecture : furtherName(from)))
  const request = {
    kind: 'train' as const,
    data: resolveData(flags.data),
    images: flags.images,
    architecture: flags.architecture,
    sizePx: flags.size,
    network: resolveNetwork(flags),
    training: resolveTraining(flags, 'training'),
    device: flags.device,
    seed: flags.seed,
    name,
  }
  if (study !== undefined) {
    return runInStudy(session, { folder: study, restart: flags.restart }, (store) => ({
      ...request,
      from: from && modelFile(store, from),
    }))
  }
  const folder = absolute(flags.out)
  const output = { folder, name, files: [`${name}.safetensors`] }
  const result = await writeModelsResumably(session, flags, output, (places) =>
    runJob(session, { ...request, from: from && absolute(from), ...places, restart: flags.restart }),
  )
  return { result, folder }
}

/** A name for a model that was trained further, since the one it starts from stays. */
function furtherName(from: string): string {
  return `${basename(from, '.safetensors')}-trained`
}

/** The accuracies of a trained model and where it is. */
export function describeTraining(result: TrainResult): string {
  const { epochs } = result
  return [
    `${result.architecture}, ${formatCount(result.parameterCount)} parameters, ${result.sizePx} px, ` +
      `${countText(result.classes.length, 'class', 'classes')}, on ${result.device}`,
    `${countText(result.trainImages, 'image')}, epochs: ${epochs.run} (weights of epoch ${epochs.best}), ` +
      `${formatDuration(result.seconds)}`,
    '',
    accuracyTable([{ name: result.architecture, ...result }]),
    '',
    ...skippedNote(result.skipped),
    `Model: ${result.modelFile}`,
  ].join('\n')
}

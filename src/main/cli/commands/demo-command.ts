import type { Command } from 'commander'
import { join } from 'node:path'
import type { DemoResult } from '../../../shared/jobs'
import { demoDefaults } from '../../jobs/demo-defaults'
import { replaceFolder } from '../../jobs/output-folder'
import { accuracyTable } from '../accuracy-text'
import { absolute, addRunOptions, wholeNumber, type RunFlags } from '../options'
import { printResult, runJob, type CliSession } from '../session'
import { formatDuration } from '../text'
import { scoreTable } from './maps-command'

interface DemoFlags extends RunFlags {
  readonly images: number
  readonly epochs: number
  readonly fineTuneEpochs: number
  readonly mapsPerClass: number
  readonly out: string
}

const help = `
A replaced output folder must be one that the demo wrote: other files are never overwritten.

Examples:
  sweetspot demo
  sweetspot demo --out my-demo --device cpu --seed 7`

/** `sweetspot demo`: the whole model side on the built-in sample. */
export function addDemoCommand(program: Command, session: CliSession): void {
  const command = program
    .command('demo')
    .description('train a small network on the built-in sample, prune it to half, and explain both')
    .option('--images <n>', 'training images to make', wholeNumber(10, 1_000_000), demoDefaults.images)
    .option('--epochs <n>', 'passes over them', wholeNumber(1, 10_000), demoDefaults.training.epochs)
    .option(
      '--fine-tune-epochs <n>',
      'passes after pruning',
      wholeNumber(1, 10_000),
      demoDefaults.fineTuning.epochs,
    )
    .option(
      '--maps-per-class <n>',
      'images of each class to explain',
      wholeNumber(1, 1000),
      demoDefaults.mapsPerClass,
    )
    .option('--out <folder>', 'where to write', 'demo-output')
  addRunOptions(command)
    .addHelpText('after', help)
    .action(async (flags: DemoFlags) => {
      const folder = absolute(flags.out)
      const result = await replaceFolder(folder, (workFolder) =>
        runJob(session, {
          kind: 'demo',
          ...demoDefaults,
          images: flags.images,
          training: { ...demoDefaults.training, epochs: flags.epochs },
          fineTuning: { ...demoDefaults.fineTuning, epochs: flags.fineTuneEpochs },
          mapsPerClass: flags.mapsPerClass,
          device: flags.device,
          seed: flags.seed,
          folder: workFolder,
        }),
      )
      printResult(session, { ...result, folder }, describeDemo)
    })
}

/** Both models side by side, and where everything is. */
export function describeDemo(result: DemoResult & { readonly folder: string }): string {
  const { train, prune, maps, folder } = result
  const cpr = prune.steps.at(-1)?.targetCpr ?? 1
  return [
    `Emojinette, ${train.architecture}, on ${train.device}: ${formatDuration(result.seconds)} of computing`,
    '',
    accuracyTable([
      { name: 'CPR 1', ...train },
      { name: `CPR ${cpr}`, ...prune },
    ]),
    '',
    ...scoreTable(maps),
    ...(maps.noPositiveEvidence === 0
      ? []
      : [
          `${maps.noPositiveEvidence} of ${maps.mapCount} maps have no positive evidence; their pictures are striped.`,
        ]),
    `Models: ${join(folder, train.modelFile)}, ${join(folder, prune.modelFile)}`,
    `Maps: ${join(folder, maps.index)}`,
    `Report: ${join(folder, result.report)}`,
  ].join('\n')
}

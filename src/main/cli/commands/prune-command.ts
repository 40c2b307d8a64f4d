import { Option, type Command } from 'commander'
import { basename, extname, join } from 'node:path'
import type { PruneResult } from '../../../shared/jobs'
import { criterionKinds, pruningScopes, type CriterionKind, type PruningScope } from '../../../shared/pruning'
import { addToFolder } from '../../jobs/output-folder'
import { accuracyTable, skippedNote } from '../accuracy-text'
import { checkName } from '../model-name'
import {
  absolute,
  addDataOptions,
  addRunOptions,
  number,
  resolveData,
  wholeNumber,
  type RunFlags,
} from '../options'
import { printResult, runJob, type CliSession } from '../session'
import { formatCount, formatDuration, formatShare, formatTable } from '../text'
import { addTrainingOptions, resolveTraining, type TrainingFlags } from '../training-flags'

interface PruneFlags extends RunFlags, TrainingFlags {
  readonly model: string
  readonly data: string
  readonly images?: number
  readonly criterion: CriterionKind
  readonly scope: PruningScope
  readonly cpr: number
  readonly steps?: number
  readonly out: string
  readonly name?: string
  readonly force: boolean
}

const help = `
CPR is the compression rate of the layers in scope: weights before / non-zero weights after. Each step removes
weights and fine-tunes the rest; pruned weights stay zero. Without --steps every step halves: CPR 8 is reached by
2, 4, 8. As published, each convolution loses its weights of smallest absolute value. The other criteria:
global-magnitude ranks the weights of all layers together, random removes by chance, and filter-l1 removes whole
filters (Li et al. 2017), the same share in each layer, up to the rate that whole filters reach nearest.

Examples:
  sweetspot prune --model models/vgg16-w8.safetensors --data emojinette --cpr 2
  sweetspot prune --model models/vgg16.safetensors --data photos --cpr 32 --preset paper`

/** `sweetspot prune`: a pruned and fine-tuned copy of a model. */
export function addPruneCommand(program: Command, session: CliSession): void {
  const command = program
    .command('prune')
    .description('prune a model to a compression rate, fine-tuning after each step')
    .requiredOption('--model <file>', 'the .safetensors file of a trained or pruned model')
  addDataOptions(command)
    .addOption(
      new Option('--criterion <kind>', 'which weights go').choices(criterionKinds).default('local-magnitude'),
    )
    .addOption(
      new Option('--scope <layers>', 'in which layers: convolutions as published, dense layers, or both')
        .choices(pruningScopes)
        .default('conv'),
    )
    .requiredOption('--cpr <rate>', 'compression rate to reach, above 1', number({ above: 1 }))
    .option('--steps <n>', 'number of steps, by equal factors (default: halving)', wholeNumber(1, 64))
  addTrainingOptions(command, 'fineTuning')
    .option('--out <folder>', 'where to write the pruned model', 'models')
    .option(
      '--name <name>',
      'name of the new file, without .safetensors (default: the model’s with -cpr<rate>)',
    )
    .option('--force', 'replace a model of the same name', false)
  addRunOptions(command)
    .addHelpText('after', help)
    .action(async (flags: PruneFlags) => {
      const model = absolute(flags.model)
      const name = checkName(flags.name ?? `${basename(model, extname(model))}-cpr${flags.cpr}`)
      const folder = absolute(flags.out)
      const output = { folder, names: [`${name}.safetensors`], overwrite: flags.force }
      const result = await addToFolder(output, (workFolder) =>
        runJob(session, {
          kind: 'prune',
          model,
          data: resolveData(flags.data),
          images: flags.images,
          criterion: flags.criterion,
          scope: flags.scope,
          cpr: flags.cpr,
          steps: flags.steps,
          training: resolveTraining(flags, 'fineTuning'),
          device: flags.device,
          seed: flags.seed,
          folder: workFolder,
          name,
        }),
      )
      printResult(session, { ...result, modelFile: join(folder, result.modelFile) }, describePruning)
    })
}

/** What each step left, the accuracies, and where the new model is. */
export function describePruning(result: PruneResult): string {
  const steps = result.steps.map((step) => [
    step.targetCpr.toPrecision(4),
    step.layerCpr.toFixed(4),
    step.totalCpr.toFixed(4),
    formatCount(step.nonZeroCount),
    String(step.epochs.run),
    formatShare(step.validationTop1),
  ])
  return [
    `${result.architecture} from ${result.parent}, on ${result.device}, ${formatDuration(result.seconds)}`,
    '',
    formatTable(['asked CPR', 'CPR, pruned layers', 'CPR, all', 'non-zero', 'epochs', 'validation'], steps),
    '',
    accuracyTable([{ name: `CPR ${result.steps.at(-1)?.targetCpr ?? 1}`, ...result }]),
    '',
    ...skippedNote(result.skipped),
    `Model: ${result.modelFile}`,
  ].join('\n')
}

import type { Command } from 'commander'
import { basename, join } from 'node:path'
import type { PruneResult } from '../../../shared/jobs'
import { modelFile } from '../../jobs/study-models'
import { accuracyTable, skippedNote } from '../accuracy-text'
import { checkName } from '../model-name'
import { absolute, addDataOptions, addRunOptions, resolveData, type RunFlags } from '../options'
import { addPruningOptions, prunedFileNames, resolvePruning, type PruningFlags } from '../pruning-flags'
import { reportText, stepTable } from '../pruning-text'
import { addResumeOptions, resumeHelp, writeModelsResumably, type ResumeFlags } from '../resumable-job'
import { printResult, runJob, type CliSession } from '../session'
import { addStudyOption, runInStudy } from '../study-session'
import { formatDuration } from '../text'
import { addTrainingOptions, resolveTraining, type TrainingFlags } from '../training-flags'

interface PruneFlags extends RunFlags, ResumeFlags, TrainingFlags, PruningFlags {
  readonly model: string
  readonly data: string
  readonly images?: number
  readonly out: string
  readonly study?: string
  readonly name?: string
}

const help = `
CPR is the compression rate of the layers in scope: weights before / non-zero weights after. Each step removes
weights and fine-tunes the rest; pruned weights stay zero. Without --steps or --rates every step halves: CPR 8 is
reached by 2, 4, 8. As published, each convolution loses its weights of smallest absolute value. The other criteria:
global-magnitude ranks the weights of all layers together, random removes by chance, and filter-l1 removes whole
filters (Li et al. 2017), the same share in each layer, up to the rate that whole filters reach nearest.

Zeros take as much space and time as other numbers. --shrink cuts out channels that are zero for any image, which
is what filter-l1 leaves; --report measures what that brings.

Examples:
  sweetspot prune --model models/vgg16-bn-gap-w8.safetensors --data emojinette --cpr 2
  sweetspot prune --model models/vgg16.safetensors --data photos --rates 2,4,8,16,32,64 --preset paper
  sweetspot prune --model models/vgg16-bn-gap-w8.safetensors --data photos --cpr 8 --criterion filter-l1 --shrink --report
  sweetspot prune --study my-study --model cpr-1 --data photos --rates 2,4,8,16,32`

/** `sweetspot prune`: pruned and fine-tuned copies of a model. */
export function addPruneCommand(program: Command, session: CliSession): void {
  const command = program
    .command('prune')
    .description('prune a model to a compression rate, fine-tuning after each step')
    .requiredOption('--model <file>', 'the .safetensors file of a trained or pruned model')
  addPruningOptions(addDataOptions(command))
  addStudyOption(addTrainingOptions(command, 'fineTuning'))
    .option('--out <folder>', 'where to write the pruned model', 'models')
    .option(
      '--name <name>',
      'name of the new file, without .safetensors (default: the model’s with -cpr<rate>)',
    )
  addResumeOptions(command)
  addRunOptions(command)
    .addHelpText('after', resumeHelp + help)
    .action(async (flags: PruneFlags) => {
      const { result, folder } = await prune(flags, session)
      printResult(session, inFolder(result, folder), describePruning)
    })
}

/** @returns the result, and the folder that its files are in */
async function prune(
  flags: PruneFlags,
  session: CliSession,
): Promise<{ result: PruneResult; folder: string }> {
  const { model, study } = flags
  const pruning = resolvePruning(flags)
  const name = checkName(flags.name ?? `${basename(model, '.safetensors')}-cpr${pruning.cpr}`)
  const request = {
    kind: 'prune' as const,
    data: resolveData(flags.data),
    images: flags.images,
    ...pruning,
    training: resolveTraining(flags, 'fineTuning'),
    device: flags.device,
    seed: flags.seed,
    name,
  }
  if (study !== undefined) {
    return runInStudy(session, { folder: study, restart: flags.restart }, (store) => ({
      ...request,
      model: modelFile(store, model),
    }))
  }
  const folder = absolute(flags.out)
  const output = { folder, name, files: prunedFileNames(pruning, name) }
  const result = await writeModelsResumably(session, flags, output, (places) =>
    runJob(session, { ...request, model: absolute(model), ...places, restart: flags.restart }),
  )
  return { result, folder }
}

/** The result with the paths that its files have now. */
function inFolder(result: PruneResult, folder: string): PruneResult {
  const place = (file: string | null) => file && join(folder, file)
  const steps = result.steps.map(({ kept, ...step }) => ({
    ...step,
    kept: kept && {
      ...kept,
      modelFile: join(folder, kept.modelFile),
      shrunkFile: place(kept.shrunkFile),
      reportFile: place(kept.reportFile),
    },
  }))
  return { ...result, modelFile: join(folder, result.modelFile), steps }
}

/** What each step left, the accuracies, and where the new models are. */
export function describePruning(result: PruneResult): string {
  const kept = result.steps.flatMap(({ targetCpr, kept: each }) => (each ? [{ targetCpr, ...each }] : []))
  const files = kept.flatMap(({ modelFile, shrunkFile, reportFile }) => [
    `Model: ${modelFile}`,
    ...(shrunkFile === null ? [] : [`Shrunk: ${shrunkFile}`]),
    ...(reportFile === null ? [] : [`Report: ${reportFile}`]),
  ])
  return [
    `${result.architecture} from ${result.parent}, on ${result.device}, ${formatDuration(result.seconds)}`,
    '',
    stepTable(result.steps),
    '',
    accuracyTable(kept.map((each) => ({ name: `CPR ${Number(each.targetCpr.toPrecision(4))}`, ...each }))),
    '',
    ...reportText(result.steps),
    ...skippedNote(result.skipped),
    ...files,
  ].join('\n')
}

import type { Command } from 'commander'
import type { EvaluateResult } from '../../../shared/model-jobs'
import { skippedNote } from '../accuracy-text'
import { absolute, addDataOptions, deviceOption, jsonOption, resolveData } from '../options'
import { printResult, runJob, type CliSession } from '../session'
import { formatCount, formatDuration, formatShare, formatTable } from '../text'
import type { DeviceChoice } from '../../../shared/device'

interface EvaluateFlags {
  readonly model: string
  readonly data: string
  readonly images?: number
  readonly split: string
  readonly device: DeviceChoice
}

const help = `
The calibration error is the expected calibration error (Guo et al. 2017) with 15 bins of equal width: how far the
confidence of a prediction is from the share of such predictions that are right. Rows of the confusion matrix are true
classes, columns predicted ones.

Examples:
  sweetspot evaluate --model models/vgg16.safetensors --data photos
  sweetspot evaluate --model models/vgg16-bn-gap-w8.safetensors --data emojinette --split "held-out designs" --json`

/** `sweetspot evaluate`: how well a stored model names the classes of one part of the data. */
export function addEvaluateCommand(program: Command, session: CliSession): void {
  const command = program
    .command('evaluate')
    .description('test a model: accuracy, classes, confusions, calibration')
    .requiredOption('--model <file>', 'the .safetensors file of a model')
  addDataOptions(command)
    .option('--split <part>', 'test, val, train, or a further test set of the data', 'test')
    .addOption(deviceOption())
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (flags: EvaluateFlags) => {
      const result = await runJob(session, {
        kind: 'evaluate',
        model: absolute(flags.model),
        data: resolveData(flags.data),
        images: flags.images,
        part: flags.split === 'val' ? 'validation' : flags.split,
        device: flags.device,
      })
      printResult(session, result, describeEvaluation)
    })
}

function describeEvaluation(result: EvaluateResult): string {
  const summary = [
    formatCount(result.count),
    formatShare(result.top1),
    formatShare(result.top5),
    result.meanLoss.toFixed(4),
    result.calibrationError.toFixed(4),
  ]
  const classes = result.perClass.map(({ className, count, correct, top1 }) => [
    className,
    formatCount(count),
    formatCount(correct),
    top1 === null ? '-' : formatShare(top1),
  ])
  return [
    `${result.model} (CPR ${Number(result.compressionRate.toPrecision(4))}) on the ${result.part} images, ` +
      `${result.device}, ${formatDuration(result.seconds)}`,
    '',
    formatTable(['count', 'top-1', 'top-5', 'loss', 'calibration error'], [summary]),
    '',
    formatTable(['class', 'count', 'correct', 'top-1'], classes),
    '',
    ...confusionLines(result),
    ...skippedNote(result.skipped),
  ]
    .join('\n')
    .trimEnd()
}

/** More columns than this fit no terminal; `--json` has them all. */
const shownClasses = 20

function confusionLines({ perClass, confusion }: EvaluateResult): readonly string[] {
  if (perClass.length > shownClasses) return []
  const heading = ['true \\ predicted', ...perClass.map((_, index) => String(index + 1))]
  const rows = perClass.map(({ className }, label) => [
    `${label + 1} ${className}`,
    ...confusion[label]!.map((count) => (count === 0 ? '.' : String(count))),
  ])
  return [formatTable(heading, rows), '']
}

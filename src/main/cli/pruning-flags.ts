import { InvalidArgumentError, Option, type Command } from 'commander'
import { criterionKinds, pruningScopes, type CriterionKind, type PruningScope } from '../../shared/pruning'
import { StudioError } from '../../shared/errors'
import { pruningRates, stepName } from '../jobs/runners/pruning-rates'
import { number, wholeNumber } from './options'

/** What is pruned how far, and what is kept of it. */
export interface PruningFlags {
  readonly criterion: CriterionKind
  readonly scope: PruningScope
  readonly cpr?: number
  readonly steps?: number
  readonly rates?: readonly number[]
  readonly keepAll: boolean
  readonly shrink: boolean
  readonly report: boolean
}

/** As `jobRequestSchema` has them. */
const compressionRates = { above: 1, to: 1_000_000 }

/** `--criterion`, `--scope`, the rates, and what to write besides the model. */
export function addPruningOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--criterion <kind>', 'which weights go').choices(criterionKinds).default('local-magnitude'),
    )
    .addOption(
      new Option('--scope <layers>', 'in which layers: convolutions as published, dense layers, or both')
        .choices(pruningScopes)
        .default('conv'),
    )
    .option('--cpr <rate>', 'compression rate to reach, above 1', number(compressionRates))
    .option('--steps <n>', 'number of steps, by equal factors (default: halving)', wholeNumber(1, 64))
    .addOption(
      new Option('--rates <list>', 'the rates after each step, as 2,4,8,16,32; keeps the model of each')
        .argParser(rateList)
        .conflicts(['cpr', 'steps']),
    )
    .option('--keep-all', 'keep the model of every step, tested, as <name>-cpr<rate>', false)
    .option('--shrink', 'write a copy of each kept model with silent channels cut out', false)
    .option('--report', 'count, weigh and time each kept model, layer by layer, as <name>-report.json', false)
}

/** The pruning part of a job's request. @throws StudioError `usage` where no rate is given */
export function resolvePruning(flags: PruningFlags) {
  const { criterion, scope, steps, rates, shrink, report } = flags
  const cpr = flags.cpr ?? rates?.at(-1)
  if (cpr === undefined) {
    throw new StudioError(
      'usage',
      'Give the compression rate to reach, as --cpr 8, or the rates, as --rates 2,4,8.',
    )
  }
  return {
    criterion,
    scope,
    cpr,
    steps,
    rates: rates && [...rates],
    keepAll: flags.keepAll || rates !== undefined,
    shrink,
    report,
  }
}

/** Every file that pruning may write under a name. */
export function prunedFileNames(request: ReturnType<typeof resolvePruning>, name: string): string[] {
  const { cpr, keepAll, shrink, report } = request
  const kept = keepAll ? pruningRates(request, 1) : [cpr]
  return kept
    .map((rate) => stepName({ name, cpr }, rate))
    .flatMap((each) => [
      `${each}.safetensors`,
      ...(shrink ? [`${each}-shrunk.safetensors`] : []),
      ...(report ? [`${each}-report.json`] : []),
    ])
}

/** Rates as `2,4,8`. @throws InvalidArgumentError */
export function rateList(text: string): number[] {
  const rates = text.split(',').map(number(compressionRates))
  if (rates.every((rate, index) => index === 0 || rate > rates[index - 1]!)) return rates
  throw new InvalidArgumentError('They must rise, as 2,4,8.')
}

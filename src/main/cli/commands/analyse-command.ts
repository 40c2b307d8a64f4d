import { InvalidArgumentError, Option, type Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { defaultAnalysisOptions, type AnalysisOptions } from '../../../shared/analysis-design'
import type { StudyAnalysis } from '../../../shared/analysis-study'
import { StudioError } from '../../../shared/errors'
import { defaultImportOptions } from '../../../shared/rating-import'
import { ratingSources, type RatingSource, type RatingTask } from '../../../shared/rating-row'
import { analyseRatings, hasAnswers } from '../../study/findings/analyse-ratings'
import { analyseFile } from '../../transfer/analyse-file'
import { describeAnalysis } from '../analysis-text'
import { absolute, jsonOption, wholeNumber } from '../options'
import { printResult, type CliSession } from '../session'
import { withStudy } from '../study-session'

interface AnalyseFlags {
  readonly study?: string
  readonly ratings?: string
  readonly task?: RatingTask
  readonly source: readonly RatingSource[]
  readonly cpr?: ReadonlyMap<string, number>
  readonly replicates: number
  readonly seed: number
}

const tasks: readonly RatingTask[] = ['classify', 'pair', 'likert']

const help = `
Analyses the answers in a study, or a file of ratings as Mechanical Turk writes it. Simulated, imported and own answers
never mix unless several sources are named. Compression rates of imported models are read from their names (nonpruned
is 1, 32pruned is 32) unless --cpr says otherwise. The same answers and seed give the same digits.

Examples:
  sweetspot analyse --study my-study
  sweetspot analyse --study demo-output --source simulated --json
  sweetspot analyse --ratings Batch_123_results.csv --cpr base=1 --cpr small=32`

/** `sweetspot analyse`: agreement, human accuracy, preferences and the sweet spot. */
export function addAnalyseCommand(program: Command, session: CliSession): void {
  program
    .command('analyse')
    .description('analyse ratings: agreement, human accuracy, preferences, the sweet spot')
    .addOption(new Option('--study <folder>', 'the answers in this study').conflicts('ratings'))
    .option('--ratings <file>', 'the answers in this CSV file')
    .addOption(new Option('--task <task>', 'only answers to this task (default: every task)').choices(tasks))
    .addOption(
      new Option('--source <source...>', 'whose answers, in a study')
        .choices(ratingSources)
        .default(['own'], 'own'),
    )
    .option('--cpr <model=rate...>', 'compression rates of imported models', modelRate)
    .option(
      '--replicates <n>',
      'bootstrap resamples; 0 leaves out resampled intervals',
      wholeNumber(0, 100_000),
      defaultAnalysisOptions.replicates,
    )
    .option('--seed <n>', 'of the resampling', wholeNumber(0, 0xffff_ffff), defaultAnalysisOptions.seed)
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (flags: AnalyseFlags) => {
      const analyses =
        flags.ratings === undefined ? await fromStudy(flags) : await fromFile(flags, flags.ratings)
      printResult(session, analyses, (all) => all.map(describeAnalysis).join('\n\n'))
    })
}

async function fromStudy(flags: AnalyseFlags): Promise<readonly StudyAnalysis[]> {
  if (flags.study === undefined) {
    throw new StudioError('usage', 'Name a study with --study, or a file of ratings with --ratings.')
  }
  const options = optionsOf(flags, flags.source)
  return withStudy(flags.study, { isReadOnly: true }, (study) => {
    if (flags.task !== undefined) return [analyseRatings(study, { task: flags.task }, options)]
    const answered = tasks.filter((task) => hasAnswers(study, { task }, options))
    return (answered.length === 0 ? tasks.slice(0, 1) : answered).map((task) =>
      analyseRatings(study, { task }, options),
    )
  })
}

async function fromFile(flags: AnalyseFlags, path: string): Promise<readonly StudyAnalysis[]> {
  const bytes = await readFile(absolute(path)).catch((cause: unknown) => {
    throw new StudioError('file/not-found', `Cannot read ${path}. Give the path of a CSV file of ratings.`, {
      cause,
    })
  })
  const analysis = optionsOf(flags, ['imported'])
  const file = { name: basename(path), bytes }
  return [analyseFile(file, flags.cpr ?? new Map(), { importing: defaultImportOptions, analysis })]
}

function optionsOf({ replicates, seed }: AnalyseFlags, sources: readonly RatingSource[]): AnalysisOptions {
  return { ...defaultAnalysisOptions, replicates, seed, sources: [...sources] }
}

function modelRate(
  text: string,
  known: ReadonlyMap<string, number> = new Map(),
): ReadonlyMap<string, number> {
  const at = text.lastIndexOf('=')
  const rate = Number(text.slice(at + 1))
  if (at > 0 && rate >= 1) return new Map([...known, [text.slice(0, at), rate]])
  throw new InvalidArgumentError('It must be a model and its rate of 1 or more, as small=32.')
}

import { countText } from '../../../shared/count-text'
import { Option, type Command } from 'commander'
import { nothingPlanned, type BlindState } from '../../../shared/analysis-blind'
import { StudioError } from '../../../shared/errors'
import type { Report } from '../../../shared/report'
import type { RatingTask } from '../../../shared/rating-row'
import type { Experiment } from '../../../shared/analysis-experiment'
import { isAnswered, studyExperiments } from '../../study/findings/experiments'
import type { StudyStore } from '../../store/study-store'
import { analyseFile } from '../../transfer/analyse-file'
import { addAnalysisOptions, type AnalysisFlags, analysisOptionsOf } from '../analysis-flags'
import { describeAnalysis } from '../analysis-text'
import {
  addImportOptions,
  type ImportFlags,
  importOptionsOf,
  modelRate,
  ratingTasks,
  readRatings,
} from '../import-flags'
import { jsonOption } from '../options'
import { printResult, type CliSession } from '../session'
import {
  chooseExperiments,
  experimentOption,
  liftBlindOption,
  type SightFlags,
  warnOfUnreadable,
  withSight,
} from '../sight'

interface AnalyseFlags extends AnalysisFlags, ImportFlags, SightFlags {
  readonly study?: string
  readonly ratings?: string
  readonly experiment?: readonly string[]
  readonly task?: RatingTask
  readonly cpr?: ReadonlyMap<string, number>
}

const help = `
Analyses the answers in a study, one experiment at a time (a plan, or ratings that were imported), or a file of ratings as
Mechanical Turk writes it. Simulated, imported and own answers never mix unless several sources are named. Compression
rates of models in a file are read from their names (nonpruned is 1, 32pruned is 32) unless --cpr says otherwise. The same
answers and seed give the same digits, and --json all numbers that a report shows. Effects of a plan stay hidden until
people have given all its ratings, unless --lift-blind gives a reason, which the study records.

Examples:
  sweetspot analyse --study my-study
  sweetspot analyse --study my-study --source imported --exclude-rater R0007="failed all checks"
  sweetspot analyse --study demo-output --source simulated --json
  sweetspot analyse --ratings Batch_123_results.csv --cpr base=1 --cpr small=32
  sweetspot analyse --ratings long.csv --mapping rater=who item=picture answer=said class=truth model=net --undecided "?"`

/** `sweetspot analyse`: agreement, human accuracy, preferences and the sweet spot. */
export function addAnalyseCommand(program: Command, session: CliSession): void {
  const command = program
    .command('analyse')
    .description('analyse ratings: agreement, human accuracy, preferences, the sweet spot')
    .addOption(new Option('--study <folder>', 'the answers in this study').conflicts('ratings'))
    .addOption(experimentOption())
    .addOption(liftBlindOption().conflicts('ratings'))
    .option('--ratings <file>', 'the answers in this CSV file')
    .addOption(
      new Option('--task <task>', 'only answers to this task; of a file, what its answers are').choices(
        ratingTasks,
      ),
    )
    .option('--cpr <model=rate...>', 'compression rates of models in a file', modelRate)
  addAnalysisOptions(addImportOptions(command))
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (flags: AnalyseFlags) => {
      const analyses =
        flags.ratings === undefined ? await fromStudy(session, flags) : await fromFile(flags, flags.ratings)
      printResult(session, analyses, (all) => all.map(describeExperiment).join('\n\n\n'))
    })
}

type Experiments = Report['experiments']

function describeExperiment({ title, blind, analysis }: Experiments[number]): string {
  return [title, ...liftedLines(blind), describeAnalysis(analysis)].join('\n')
}

function liftedLines({ planned, lifted }: BlindState): readonly string[] {
  if (lifted === null) return []
  const { at, collected, reason } = lifted
  return [
    `Blind lifted on ${at.slice(0, 10)} at ${collected} of ${countText(planned, 'planned rating')}: ${reason}`,
  ]
}

async function fromStudy(session: CliSession, flags: AnalyseFlags): Promise<Experiments> {
  if (flags.study === undefined) {
    throw new StudioError('usage', 'Name a study with --study, or a file of ratings with --ratings.')
  }
  const options = analysisOptionsOf(flags)
  const ofTask = (study: StudyStore) =>
    chooseExperiments(study, flags.experiment).filter(
      ({ task }) => flags.task === undefined || task === flags.task,
    )
  return withSight({ ...flags, study: flags.study, view: session.view }, ofTask, (study, experiments) => {
    if (flags.experiment === undefined) warnOfUnreadable(session, study)
    if (experiments.some((experiment) => isAnswered(experiment, options.sources))) {
      return studyExperiments(study, options, experiments)
    }
    throw nothingToAnalyse(chooseExperiments(study, flags.experiment), flags)
  })
}

function nothingToAnalyse(experiments: readonly Experiment[], { source, task }: AnalyseFlags): StudioError {
  const held = experiments.map(
    ({ title, ratings }) =>
      `${title}: ${ratings.own} own, ${ratings.imported} imported, ${ratings.simulated} simulated`,
  )
  const what = task === undefined ? '' : ` to a ${task} task`
  return new StudioError(
    'analysis/bad-input',
    `The study has no ${source.join(' or ')} answers${what}. It holds ${held.join('; ') || 'no experiment'}. ` +
      'Name other answers with --source, --task or --experiment.',
  )
}

async function fromFile(flags: AnalyseFlags, path: string): Promise<Experiments> {
  const file = await readRatings(path)
  const analysis = analyseFile(file, flags.cpr ?? new Map(), {
    importing: importOptionsOf(flags),
    analysis: { ...analysisOptionsOf(flags), sources: ['imported'] },
  })
  return [{ title: file.name, blind: nothingPlanned, analysis }]
}

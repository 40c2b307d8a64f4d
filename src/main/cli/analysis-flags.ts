import { InvalidArgumentError, Option, type Command } from 'commander'
import { alphaResamplings, type AlphaResampling } from '../../shared/analysis-alpha'
import { defaultAnalysisOptions, type AnalysisOptions } from '../../shared/analysis-design'
import { ratingSources, type RatingSource } from '../../shared/rating-row'
import { number, wholeNumber } from './options'

/** What commands that analyse take. */
export interface AnalysisFlags {
  readonly source: readonly RatingSource[]
  readonly site?: readonly string[]
  readonly class?: readonly string[]
  readonly model?: readonly string[]
  readonly raterGroup?: readonly string[]
  readonly excludeRater: AnalysisOptions['excludedRaters']
  readonly alphaMissing: boolean
  readonly alphaResampling: AlphaResampling
  readonly minimumMs: number
  readonly replicates: number
  readonly level: number
  readonly seed: number
}

/** Sources, filters, exclusions, and how to resample. */
export function addAnalysisOptions(command: Command): Command {
  return addSelectionOptions(command)
    .option(
      '--alpha-missing',
      'take "I don\'t know" (with pairs "both equally") as missing, not as an answer of its own, for alpha',
      false,
    )
    .addOption(
      new Option('--alpha-resampling <what>', 'what is drawn again for alpha’s interval')
        .choices(alphaResamplings)
        .default(defaultAnalysisOptions.alphaResampling),
    )
    .option(
      '--minimum-ms <ms>',
      'answers faster than this are too fast to have looked',
      number({ from: 0 }),
      defaultAnalysisOptions.minimumResponseMs,
    )
    .option(
      '--replicates <n>',
      'bootstrap resamples; 0 leaves out resampled intervals',
      wholeNumber(0, 100_000),
      defaultAnalysisOptions.replicates,
    )
    .option('--level <share>', 'confidence of all intervals', confidence, defaultAnalysisOptions.level)
    .option('--seed <n>', 'of the resampling', wholeNumber(0, 0xffff_ffff), defaultAnalysisOptions.seed)
}

function addSelectionOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--source <source...>', 'whose answers, in a study')
        .choices(ratingSources)
        .default(['own'], 'own'),
    )
    .option('--site <prefix...>', 'only ratings from these sites')
    .option('--class <name...>', 'only images of these classes')
    .option('--model <name...>', 'only maps of these models; of pairs, both must be named')
    .option('--rater-group <name...>', 'only raters of these groups')
    .option(
      '--exclude-rater <code=reason...>',
      'leave a rater out, and say why in the report',
      excludedRater,
      [],
    )
}

/** The options of an analysis. */
export function analysisOptionsOf(flags: AnalysisFlags): AnalysisOptions {
  const list = (names: readonly string[] | undefined): string[] | null =>
    names === undefined ? null : [...names]
  return {
    ...defaultAnalysisOptions,
    seed: flags.seed,
    replicates: flags.replicates,
    level: flags.level,
    sources: [...flags.source],
    filter: {
      sites: list(flags.site),
      classNames: list(flags.class),
      modelIds: list(flags.model),
      raterGroups: list(flags.raterGroup),
    },
    excludedRaters: [...flags.excludeRater],
    noChoiceForAlpha: flags.alphaMissing ? 'missing' : 'category',
    alphaResampling: flags.alphaResampling,
    minimumResponseMs: flags.minimumMs,
  }
}

function excludedRater(
  text: string,
  known: AnalysisOptions['excludedRaters'] = [],
): AnalysisOptions['excludedRaters'] {
  const at = text.indexOf('=')
  const [raterId, reason] = [text.slice(0, at), text.slice(at + 1).trim()]
  if (at > 0 && reason !== '') return [...known, { raterId, reason }]
  throw new InvalidArgumentError('It must be a rater and a reason, as ULM-07="fell asleep".')
}

function confidence(text: string): number {
  const level = Number(text)
  if (level > 0.5 && level < 1) return level
  throw new InvalidArgumentError('It must be a number between 0.5 and 1, as 0.95.')
}

import { InvalidArgumentError, Option } from 'commander'
import { liftReasonSchema } from '../../shared/analysis-blind'
import type { Experiment } from '../../shared/analysis-experiment'
import { StudioError } from '../../shared/errors'
import type { RatingSource } from '../../shared/rating-row'
import type { StudyStore } from '../store/study-store'
import { blindedText, blindState, isBlinded, liftBlind } from '../study/findings/blind'
import { findExperiment, queryOf, readExperiments } from '../study/findings/experiments'
import type { ProgressView } from './progress-view'
import type { CliSession } from './session'
import { withStudy } from './study-session'

/** What commands that show effects of ratings take. */
export interface SightFlags {
  readonly source: readonly RatingSource[]
  readonly liftBlind?: string
}

/** What a command is about to show. */
export interface Sight extends SightFlags {
  readonly study: string
  /** Told where the study can only be read. */
  readonly view: ProgressView
  /**
   * Whether it shows answers of excluded sessions too: excluding all of them, looking, and including them again would be a
   * way around the blind. Default false.
   */
  readonly withExcluded?: boolean
}

/** `--lift-blind`. */
export function liftBlindOption(): Option {
  return new Option(
    '--lift-blind <reason>',
    'look at effects before all planned ratings are in; the reason is recorded in the study, and cannot be taken back',
  ).argParser(liftReason)
}

/** `--experiment`. */
export function experimentOption(): Option {
  return new Option('--experiment <title...>', 'of a study: only these plans or imported experiments')
}

/**
 * The experiments of these titles or ids; all that can be read without.
 * @throws StudioError `store/not-found` naming those that there are; `protocol/invalid`
 */
export function chooseExperiments(
  study: StudyStore,
  titles: readonly string[] | undefined,
): readonly Experiment[] {
  if (titles === undefined) return readExperiments(study).experiments
  return titles.map((title) => findExperiment(study, title))
}

/** Says which experiments are left out of all because they cannot be read. */
export function warnOfUnreadable({ view }: Pick<CliSession, 'view'>, study: StudyStore): void {
  for (const { title, reason } of readExperiments(study).unreadable) {
    view.warning(`${title} is left out. ${reason}`)
  }
}

/**
 * Opens a study for reading, where effects in the chosen experiments may be seen; with a reason to lift the blind, lifts
 * that of those that are still hidden. Errors as `openStudy`, `choose` and `work`.
 * @throws StudioError `analysis/blinded` with how many of how many ratings there are, and with what can be done
 */
export async function withSight<T>(
  sight: Sight,
  choose: (study: StudyStore) => readonly Experiment[],
  work: (study: StudyStore, experiments: readonly Experiment[]) => T | Promise<T>,
): Promise<T> {
  const { study: folder, liftBlind: reason, view } = sight
  if (reason !== undefined) {
    await withStudy(folder, { isReadOnly: false }, (study) => {
      for (const { id } of hiddenOf(study, choose(study), sight)) {
        liftBlind(study, { planId: id, reason, actor: 'command line' })
      }
    })
  }
  return withStudy(folder, { isReadOnly: true, view }, (study) => {
    const experiments = choose(study)
    const hidden = hiddenOf(study, experiments, sight)
    if (hidden.length === 0) return work(study, experiments)
    const states = hidden.map((each) => `${each.title}: ${blindedText(blindState(study, each))}`)
    throw new StudioError(
      'analysis/blinded',
      `${states.join(' ')} Go on collecting, name other experiments or sources, or lift the blind with ` +
        '--lift-blind "<reason>", which is recorded in the study.',
    )
  })
}

function hiddenOf(
  study: StudyStore,
  experiments: readonly Experiment[],
  { source, withExcluded = false }: Sight,
): readonly Experiment[] {
  return experiments.filter((experiment) => {
    const { own } = study.ratings.countsForAnalysis({ ...queryOf(experiment), withExcluded })
    return own > 0 && isBlinded({ ...blindState(study, experiment), collected: own }, source)
  })
}

function liftReason(text: string): string {
  const { data } = liftReasonSchema.safeParse(text)
  if (data !== undefined) return data
  throw new InvalidArgumentError('Give a sentence of 10 to 1,000 characters: others will read it.')
}

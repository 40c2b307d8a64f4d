import type { AnalysisOptions } from '../../../shared/analysis-design'
import type { StudyAnalysis } from '../../../shared/analysis-study'
import { StudioError } from '../../../shared/errors'
import { ratingSources, type RatingTask } from '../../../shared/rating-row'
import { analyseStudy } from '../../analysis/analyse-study'
import type { StudyStore } from '../../store/study-store'
import { analysisDesign } from './analysis-design'
import { withNames, type NamedRatings } from './with-names'

/** One experiment's answers. */
export interface RatingsQuery {
  readonly task: RatingTask
  /** Absent: the answers of all plans. */
  readonly planId?: string
  /** Absent: of all stimulus sets. An imported experiment is one. */
  readonly stimulusSetId?: string
}

/** Answers as they are analysed, with what analyses say of those that do not count. */
export interface ReadRatings extends NamedRatings {
  /** Stimuli by the names that rows give items. */
  readonly stimulusOf: ReadonlyMap<string, string>
  /** Answers of excluded sessions, by reason. */
  readonly setAside: StudyAnalysis['data']['exclusions']
}

/**
 * Reads a study's answers to one task, of some sources. They call models, items and images by their names and raters by
 * their codes. Answers of excluded sessions are left out and counted by reason.
 * @throws StudioError `analysis/bad-input` where there are none
 */
export function readRatings(
  study: StudyStore,
  query: RatingsQuery,
  sources: AnalysisOptions['sources'],
): ReadRatings {
  const all = [...study.ratings.forAnalysis({ ...query, source: sources, withExcluded: true })]
  const rows = all.filter(({ exclusionReason }) => exclusionReason === null)
  if (rows.length === 0) throw nothingToAnalyse(study, query, sources)
  const named = withNames(study, { rows, design: analysisDesign(study, query, rows) })
  const excluded = Map.groupBy(
    all.filter(({ exclusionReason }) => exclusionReason !== null),
    ({ exclusionReason }) => `Session excluded: ${exclusionReason}`,
  )
  return {
    ...named,
    stimulusOf: new Map(named.rows.map(({ itemId }, index) => [itemId, rows[index]!.itemId])),
    setAside: [...excluded].map(([reason, ratings]) => ({ reason, ratings: ratings.length })),
  }
}

/** What an analysis says of its data, with the answers of excluded sessions. */
export function withSetAside<D extends Pick<StudyAnalysis['data'], 'ratingsGiven' | 'exclusions'>>(
  data: D,
  { setAside }: ReadRatings,
): D {
  const count = setAside.reduce((sum, { ratings }) => sum + ratings, 0)
  return {
    ...data,
    ratingsGiven: data.ratingsGiven + count,
    exclusions: [...setAside, ...data.exclusions],
  }
}

/** The whole analysis of answers that were read. @throws StudioError `analysis/bad-input` where filters leave none */
export function analyseRead(ratings: ReadRatings, options: AnalysisOptions): StudyAnalysis {
  const analysis = analyseStudy(ratings.rows, ratings.design, options)
  return { ...analysis, data: withSetAside(analysis.data, ratings) }
}

/**
 * The whole analysis of a study's answers to one task, of the sources that the options name.
 * @throws StudioError `analysis/bad-input` where there is nothing to analyse
 */
export function analyseRatings(
  study: StudyStore,
  query: RatingsQuery,
  options: AnalysisOptions,
): StudyAnalysis {
  return analyseRead(readRatings(study, query, options.sources), options)
}

function nothingToAnalyse(
  study: StudyStore,
  { task }: RatingsQuery,
  sources: AnalysisOptions['sources'],
): StudioError {
  const counts = study.ratings.counts()
  const held = ratingSources.map((source) => `${counts[source]} ${source}`).join(', ')
  return new StudioError(
    'analysis/bad-input',
    `The study has no ${sources.join(' or ')} answers to a ${task} task that count. It holds these, checks and other screens included: ${held}. ` +
      'Name another task or source.',
  )
}

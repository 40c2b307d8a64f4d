import type { AnalysisOptions } from '../../../shared/analysis-design'
import type { StudyAnalysis } from '../../../shared/analysis-study'
import { StudioError } from '../../../shared/errors'
import { ratingSources, type RatingTask } from '../../../shared/rating-row'
import { analyseStudy } from '../../analysis/analyse-study'
import type { StudyStore } from '../../store/study-store'
import { analysisDesign } from './analysis-design'
import { withNames } from './with-names'

/** One experiment's answers. */
export interface RatingsQuery {
  readonly task: RatingTask
  /** Absent: the answers of all plans. */
  readonly planId?: string
  /** Absent: of all stimulus sets. An imported experiment is one. */
  readonly stimulusSetId?: string
}

/**
 * The whole analysis of a study's answers to one task, of the sources that the options name. It calls models, items and
 * images by their names and raters by their codes. Answers of excluded sessions are left out and counted by reason.
 * @throws StudioError `analysis/bad-input` where there is nothing to analyse
 */
export function analyseRatings(
  study: StudyStore,
  query: RatingsQuery,
  options: AnalysisOptions,
): StudyAnalysis {
  const all = [...study.ratings.forAnalysis({ ...query, source: options.sources, withExcluded: true })]
  const rows = all.filter(({ exclusionReason }) => exclusionReason === null)
  if (rows.length === 0) throw nothingToAnalyse(study, query, options)
  const named = withNames(study, { rows, design: analysisDesign(study, query, rows) })
  const analysis = analyseStudy(named.rows, named.design, options)
  const setAside = Map.groupBy(
    all.filter(({ exclusionReason }) => exclusionReason !== null),
    ({ exclusionReason }) => `Session excluded: ${exclusionReason}`,
  )
  const exclusions = [...setAside].map(([reason, ratings]) => ({ reason, ratings: ratings.length }))
  const { data } = analysis
  return {
    ...analysis,
    data: { ...data, ratingsGiven: all.length, exclusions: [...exclusions, ...data.exclusions] },
  }
}

function nothingToAnalyse(
  study: StudyStore,
  { task }: RatingsQuery,
  { sources }: AnalysisOptions,
): StudioError {
  const counts = study.ratings.counts()
  const held = ratingSources.map((source) => `${counts[source]} ${source}`).join(', ')
  return new StudioError(
    'analysis/bad-input',
    `The study has no ${sources.join(' or ')} answers to a ${task} task that count. It holds these, checks and other screens included: ${held}. ` +
      'Name another task or source.',
  )
}

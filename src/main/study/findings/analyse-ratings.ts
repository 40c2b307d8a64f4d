import type { AnalysisOptions } from '../../../shared/analysis-design'
import type { StudyAnalysis } from '../../../shared/analysis-study'
import { StudioError } from '../../../shared/errors'
import { ratingSources, type RatingRow, type RatingTask } from '../../../shared/rating-row'
import { analyseStudy } from '../../analysis/analyse-study'
import type { StudyStore } from '../../store/study-store'
import { analysisDesign } from './analysis-design'
import { withNames } from './with-names'

/** One experiment's answers. */
export interface RatingsQuery {
  readonly task: RatingTask
  /** Absent: the answers of all plans. */
  readonly planId?: string
}

/**
 * The whole analysis of a study's answers to one task, of the sources that the options name. It calls models by their
 * names and raters by their codes.
 * @throws StudioError `analysis/bad-input` where there is nothing to analyse
 */
export function analyseRatings(
  study: StudyStore,
  query: RatingsQuery,
  options: AnalysisOptions,
): StudyAnalysis {
  const rows: RatingRow[] = [...study.ratings.forAnalysis({ ...query, source: options.sources })]
  if (rows.length === 0) throw nothingToAnalyse(study, query, options)
  const named = withNames(study, { rows, design: analysisDesign(study, rows) })
  return analyseStudy(named.rows, named.design, options)
}

/** Whether there is any answer to analyse. */
export function hasAnswers(
  study: StudyStore,
  query: RatingsQuery,
  { sources }: Pick<AnalysisOptions, 'sources'>,
): boolean {
  for (const row of study.ratings.forAnalysis({ ...query, source: sources })) return row.ratingId !== ''
  return false
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
    `The study has no ${sources.join(' or ')} answers to a ${task} task. It holds these, checks and other screens included: ${held}. ` +
      'Name another task or source.',
  )
}

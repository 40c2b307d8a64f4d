import type { RatingSource } from '../../../shared/rating-row'
import type { StudyStore } from '../../store/study-store'
import { analysisDesign } from './analysis-design'
import type { RatingsQuery } from './analyse-ratings'
import { type NamedRatings, withNames } from './with-names'

/** Ratings of a study that count, with their design, by the names that people know. */
export function namedRatings(
  study: StudyStore,
  query: RatingsQuery,
  sources: readonly RatingSource[],
): NamedRatings {
  const rows = [...study.ratings.forAnalysis({ ...query, source: sources })]
  return withNames(study, { rows, design: analysisDesign(study, query, rows) })
}

import { StudioError } from '../../../shared/errors'
import type { RatingSource } from '../../../shared/rating-row'
import type { StudyStore } from '../../store/study-store'
import type { StimulusWithParts } from '../../store/tables/stimulus-table'
import type { RatingsQuery } from './analyse-ratings'
import { studyNames } from './with-names'

/** One answer to an item. */
export interface ItemRating {
  /** The rater's code. */
  readonly rater: string
  readonly source: RatingSource
  /** A class, a point, or the name of the model chosen; null is "I don't know" or "both equally". */
  readonly answer: string | number | null
  /** In milliseconds; null where it was not measured. */
  readonly responseMs: number | null
  readonly site: string | null
  /** Why its session was set aside; null where it counts. */
  readonly exclusionReason: string | null
}

/** What stands behind a point of a figure: a stimulus, its maps and its ratings. */
export interface ItemDetail {
  readonly item: string
  readonly image: string
  readonly className: string | null
  /** Path below the study's artifacts of the image as it was shown; null where only ratings are known. */
  readonly originalPath: string | null
  readonly models: readonly {
    readonly name: string
    readonly cpr: number
    readonly predictedClass: string | null
    /** Of the picture that was rated. */
    readonly picturePath: string | null
  }[]
  readonly ratings: readonly ItemRating[]
}

/**
 * An item of an experiment with its maps and all its ratings, those of excluded sessions too.
 * @param item by the name that the analysis gives it
 * @throws StudioError `store/not-found` for an item that nobody rated
 */
export function itemRatings(
  study: StudyStore,
  query: RatingsQuery & { readonly sources: readonly RatingSource[] },
  item: string,
): ItemDetail {
  const { sources, ...rest } = query
  const rows = [...study.ratings.forAnalysis({ ...rest, source: sources, withExcluded: true })]
  const names = studyNames(study, rows)
  const own = rows.filter(({ itemId }) => names.item(itemId) === item)
  if (own.length === 0) {
    throw new StudioError('store/not-found', `Nobody rated an item "${item}" in this experiment.`)
  }
  const stimulus = study.stimuli.get(own[0]!.itemId)
  const pathOf = (id: string | null): string | null => (id === null ? null : study.artifacts.get(id).path)
  return {
    item,
    image: names.image(stimulus.imageId),
    className: own[0]!.className,
    originalPath: pathOf(stimulus.originalArtifactId),
    models: shownModels(study, stimulus, pathOf),
    ratings: own.map((row) => ({
      rater: names.rater(row.raterId),
      source: row.source,
      answer: row.task === 'pair' && row.answer !== null ? study.models.get(row.answer).name : row.answer,
      responseMs: row.responseMs,
      site: row.site,
      exclusionReason: row.exclusionReason,
    })),
  }
}

function shownModels(
  study: StudyStore,
  { parts }: StimulusWithParts,
  pathOf: (id: string | null) => string | null,
): ItemDetail['models'] {
  return parts.map(({ modelId, predictedClass, artifactId }) => {
    const { name, targetCpr } = study.models.get(modelId)
    return { name, cpr: targetCpr, predictedClass, picturePath: pathOf(artifactId) }
  })
}

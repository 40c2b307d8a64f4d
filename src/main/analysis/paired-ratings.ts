import type { ClassifyRow } from '../../shared/rating-row'

/** Ratings of two models on the same images. */
export interface PairedRatings {
  readonly first: string
  readonly second: string
  /** Of both models, on images that have ratings for both. */
  readonly rows: readonly ClassifyRow[]
}

/** The ratings of two models on the images that were rated for both. */
export function pairedRatings(rows: readonly ClassifyRow[], first: string, second: string): PairedRatings {
  const imagesOf = (model: string): Set<string> =>
    new Set(rows.filter(({ modelId }) => modelId === model).map(({ imageId }) => imageId))
  const [ofFirst, ofSecond] = [imagesOf(first), imagesOf(second)]
  return {
    first,
    second,
    rows: rows.filter(
      ({ modelId, imageId }) =>
        (modelId === first || modelId === second) && ofFirst.has(imageId) && ofSecond.has(imageId),
    ),
  }
}

/** Whether a rating names the true class. */
export function isCorrect({ answer, className }: ClassifyRow): boolean {
  return answer === className
}

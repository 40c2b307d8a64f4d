import type { ClassifyRow } from '../../shared/rating-row'

/** Ratings of two models on the same images. */
export interface PairedRatings {
  readonly first: string
  readonly second: string
  /** Of both models, on images that have ratings for both. */
  readonly rows: readonly ClassifyRow[]
  /** Where each of them stands among all rows. */
  readonly places: readonly number[]
}

/**
 * The ratings of two models on the images that were rated for both.
 * @param imageOf the image of each row, as an index
 */
export function pairedRatings(
  rows: readonly ClassifyRow[],
  imageOf: Int32Array,
  { first, second }: Pick<PairedRatings, 'first' | 'second'>,
): PairedRatings {
  const images = 1 + imageOf.reduce((most, image) => Math.max(most, image), -1)
  const [hasFirst, hasSecond] = [new Uint8Array(images), new Uint8Array(images)]
  for (const [row, { modelId }] of rows.entries()) {
    if (modelId === first) hasFirst[imageOf[row]!] = 1
    if (modelId === second) hasSecond[imageOf[row]!] = 1
  }
  const places: number[] = []
  for (const [row, { modelId }] of rows.entries()) {
    const image = imageOf[row]!
    const isShown = modelId === first || modelId === second
    if (isShown && hasFirst[image] === 1 && hasSecond[image] === 1) places.push(row)
  }
  return { first, second, rows: places.map((row) => rows[row]!), places }
}

/** Whether a rating names the true class. */
export function isCorrect({ answer, className }: ClassifyRow): boolean {
  return answer === className
}

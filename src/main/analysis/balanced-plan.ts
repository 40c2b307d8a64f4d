import { countText } from '../../shared/count-text'
import type { PlannedRating } from '../../shared/analysis-planning'
import { StudioError } from '../../shared/errors'
import { shuffledIndices } from '../../shared/random'
import { seededRandom } from '../../shared/seeded-random'

/** The size of a study. */
export interface PlanSize {
  readonly classes: readonly string[]
  readonly imagesPerClass: number
  /** Single models, or pairs of them: every image is rated under each. */
  readonly conditions: readonly PlannedRating['modelIds'][]
  readonly ratingsPerItem: number
  readonly raters: number
  readonly seed: number
}

/**
 * A plan of the given size to simulate before there is a protocol: the raters of each image are drawn at random, nobody
 * rates an item twice, and with enough raters nobody sees an image twice.
 *
 * @throws StudioError `analysis/bad-input` where an item needs more raters than there are
 */
export function balancedPlan(size: PlanSize): PlannedRating[] {
  const { classes, imagesPerClass, conditions, ratingsPerItem, raters, seed } = size
  if (ratingsPerItem > raters) {
    throw new StudioError(
      'analysis/bad-input',
      `Each item needs ${countText(ratingsPerItem, 'different rater')}, but there ${raters === 1 ? 'is' : 'are'} ${raters}. Add raters or lower the ratings.`,
    )
  }
  const random = seededRandom(seed, 'balanced plan')
  return classes.flatMap((className) =>
    Array.from({ length: imagesPerClass }, (_, image) => {
      const order = shuffledIndices(raters, random.uniform)
      return conditions.flatMap((modelIds, condition) =>
        Array.from({ length: ratingsPerItem }, (__, place) => ({
          raterId: `rater ${order[(condition * ratingsPerItem + place) % raters]! + 1}`,
          imageId: `${className} ${image + 1}`,
          className,
          modelIds,
        })),
      )
    }).flat(),
  )
}

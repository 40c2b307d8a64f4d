import { countText } from '../../../shared/count-text'
import { StudioError } from '../../../shared/errors'
import type { Plan } from '../../../shared/plan'
import { planLoad, type PlanShape } from '../../../shared/plan-shape'
import { conditionsOf, planShapeOf, type Condition, type ProtocolContent } from '../../../shared/protocol'
import { blocksOf } from '../../../shared/protocol-timeline'

/** What a plan is made from. */
export interface PlanRequest extends Pick<
  Plan,
  'images' | 'ratingsPerItem' | 'imageRepeats' | 'sides' | 'checkEvery' | 'seed'
> {
  readonly conditions: readonly Condition[]
  /** One of the two may be null and follows from the other; with raters alone, loads may differ by one item. */
  readonly raters: number | null
  readonly itemsPerRater: number | null
}

/**
 * What a protocol asks of its plan.
 * @param images the chosen images, all of the protocol's classes
 * @param raters null for as many as the protocol's items per rater give
 */
export function planRequestOf(
  content: ProtocolContent,
  images: Plan['images'],
  { raters, seed }: { readonly raters: number | null; readonly seed: number },
): PlanRequest {
  const { ratingsPerItem, itemsPerRater, imageRepeats } = planShapeOf(content)
  return {
    images,
    conditions: conditionsOf(content),
    ratingsPerItem,
    imageRepeats,
    sides: content.task.kind === 'pair' ? content.task.sides : 'balanced',
    checkEvery: blocksOf(content.timeline, 'rating')[0]?.checkEvery ?? null,
    raters,
    itemsPerRater: raters === null ? itemsPerRater : null,
    seed,
  }
}

/**
 * The number of raters of a plan that can be made.
 * @throws StudioError `plan/impossible`
 */
export function checkedRaterCount(request: PlanRequest): number {
  const { images, conditions, ratingsPerItem, raters, itemsPerRater, imageRepeats } = request
  const ids = new Set(images.map(({ id }) => id))
  if (images.length === 0 || conditions.length === 0 || ids.size < images.length) {
    const what =
      ids.size < images.length
        ? `${countText(images.length - ids.size, 'image stands', 'images stand')} twice in the list`
        : `the request has ${countText(images.length, 'image')} and ${countText(conditions.length, 'condition')}`
    throw new StudioError('plan/impossible', `A plan needs different images and conditions, but ${what}.`)
  }
  const shape: PlanShape = {
    imageCount: images.length,
    conditionCount: conditions.length,
    ratingsPerItem,
    raters,
    itemsPerRater,
    imageRepeats,
  }
  const answer = planLoad(shape)
  if (!answer.isPossible) throw new StudioError('plan/impossible', answer.message)
  return answer.load.raters
}

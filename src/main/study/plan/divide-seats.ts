import type { Plan } from '../../../shared/plan'
import type { Nesting } from './even-split'
import { evenSplitter } from './even-split'
import { colourEvenly } from './even-colouring'
import type { PlanRequest } from './plan-request'

/** All ratings of a plan, numbered: what each is about. `[count]` each. */
export interface Seats {
  readonly count: number
  readonly image: Int32Array
  readonly condition: Int32Array
  /** The item: image and condition together. */
  readonly item: Int32Array
  /** Index of the image's class. */
  readonly classOf: Int32Array
  readonly conditionCount: number
}

/** One seat for each rating that the plan must have. */
export function layOutSeats({ images, conditions, ratingsPerItem }: PlanRequest): Seats {
  const count = images.length * conditions.length * ratingsPerItem
  const item = Int32Array.from({ length: count }, (_, seat) => Math.floor(seat / ratingsPerItem))
  const image = item.map((number) => Math.floor(number / conditions.length))
  const condition = item.map((number) => number % conditions.length)
  const classIds = [...new Set(images.map(({ classId }) => classId))]
  const classOfImage = images.map(({ classId }) => classIds.indexOf(classId))
  const classOf = image.map((number) => classOfImage[number]!)
  return { count, image, condition, item, classOf, conditionCount: conditions.length }
}

/** The sets in which two labels meet. */
function cross(labels: Int32Array, others: Int32Array, otherCount: number): Int32Array {
  return labels.map((label, seat) => label * otherCount + others[seat]!)
}

/** Items within the conditions of their class: what thirds and sides are balanced over besides raters. */
function conditionNesting({ item, classOf, condition, conditionCount }: Seats): Nesting {
  return { levels: [item, cross(classOf, condition, conditionCount), condition] }
}

/**
 * Which rater has which seat: no rater twice on an item, nor on an image as far as that is possible (unless images may
 * repeat), classes, conditions and conditions of each class as even as whole numbers allow.
 * @returns `[count]`, raters counted from 0
 */
export function dealSeats(
  seats: Seats,
  raters: number,
  { imageRepeats, uniform }: Pick<Plan, 'imageRepeats'> & { readonly uniform: () => number },
): Int32Array {
  const { item, image, classOf, condition, conditionCount } = seats
  const byImage: Nesting = { levels: imageRepeats === 'allow' ? [item, classOf] : [item, image, classOf] }
  const byCondition: Nesting = { levels: [cross(classOf, condition, conditionCount), condition] }
  return colourEvenly(seats.count, raters, [byImage, byCondition], uniform)
}

/**
 * The third of the session in which each seat comes: for every item, condition and rater, and for every condition of a
 * rater, as often in each third, give or take one.
 */
export function divideThirds(seats: Seats, raterOf: Int32Array, uniform: () => number): Int32Array {
  const byRater: Nesting = { levels: [cross(raterOf, seats.condition, seats.conditionCount), raterOf] }
  return colourEvenly(seats.count, 3, [conditionNesting(seats), byRater], uniform)
}

/**
 * Whether the second model of a pair is on the left: for every item, pair and rater, and for every pair of a rater, as
 * often as not, give or take one; or drawn for each seat. Always false where single models are shown.
 */
export function divideSides(
  seats: Seats,
  options: {
    readonly raterOf: Int32Array
    readonly partOf: Int32Array
    readonly isPaired: boolean
    readonly sides: Plan['sides']
    readonly uniform: () => number
  },
): readonly boolean[] {
  const { raterOf, partOf, isPaired, sides, uniform } = options
  const all = Int32Array.from({ length: seats.count }, (_, seat) => seat)
  if (!isPaired) return Array.from(all, () => false)
  if (sides === 'random') return Array.from(all, () => uniform() < 0.5)
  const inCondition = cross(raterOf, seats.condition, seats.conditionCount)
  const byRater: Nesting = { levels: [cross(inCondition, partOf, 3), inCondition, raterOf] }
  return evenSplitter(seats.count, [conditionNesting(seats), byRater], uniform)(all)
}

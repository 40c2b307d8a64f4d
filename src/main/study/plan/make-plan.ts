import type { Plan, PlannedTrial, PlanSlot } from '../../../shared/plan'
import { seededRandom } from '../../../shared/seeded-random'
import { dealSeats, divideSides, divideThirds, layOutSeats } from './divide-seats'
import { orderTrials } from './order-trials'
import { placeChecks } from './place-checks'
import { checkedRaterCount, type PlanRequest } from './plan-request'

/**
 * A balanced plan: every item gets exactly k different raters; in every rater, item, pair and class the conditions,
 * thirds of the session and sides are as even as whole numbers allow; neighbours differ in class where possible.
 * `provePlan` counts it all again. The same request gives the same plan.
 * @throws StudioError `plan/impossible` with the nearest numbers that work, or for images that stand there twice
 */
export function makePlan(request: PlanRequest): Plan {
  const raters = checkedRaterCount(request)
  const random = seededRandom(request.seed, 'plan')
  const seats = layOutSeats(request)
  const raterOf = dealSeats(seats, raters, { ...request, uniform: random.uniform })
  const partOf = divideThirds(seats, raterOf, random.uniform)
  const isPaired = request.conditions.some(({ models }) => models.length === 2)
  const isFlipped = divideSides(seats, { ...request, raterOf, partOf, isPaired, uniform: random.uniform })
  const trials: PlannedTrial[][] = Array.from({ length: raters }, () => [])
  raterOf.forEach((rater, seat) =>
    trials[rater]!.push({
      image: seats.image[seat]!,
      condition: seats.condition[seat]!,
      isFlipped: isFlipped[seat]!,
      part: partOf[seat]!,
    }),
  )
  const classIds = request.images.map(({ classId }) => classId)
  const slots = trials.map((unordered): PlanSlot => {
    const ordered = orderTrials(unordered, classIds, random)
    return { trials: ordered, checksAfter: placeChecks(ordered.length, request.checkEvery, random) }
  })
  const { seed, ratingsPerItem, imageRepeats, sides, checkEvery, images } = request
  const conditions = request.conditions.map(({ name, models }) => ({ name, models }))
  return {
    format: 1,
    seed,
    ratingsPerItem,
    imageRepeats,
    sides,
    checkEvery,
    images: [...images],
    conditions,
    slots,
  }
}

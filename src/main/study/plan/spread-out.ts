import type { PlannedTrial } from '../../../shared/plan'

/** An image that a rater sees again comes at least so many trials later where that is possible. */
const imageDistance = 12

/** A class beside itself is worse than anything else together; an image that comes again is, the sooner the worse. */
const weights = { class: 1000, condition: 1 }

/** Trials in an order, and what of them can be wrong. */
interface TrialOrder {
  readonly trials: PlannedTrial[]
  /** Null where all are of one class, which no exchange could mend. */
  readonly classOf: ((trial: PlannedTrial) => string) | null
  readonly hasConditions: boolean
}

/**
 * Exchanges trials, in place, while that brings fewer of a class side by side, or else fewer images again soon and
 * fewer conditions three times in a row. Each exchange lowers the sum of what is wrong, so it ends; what it ends with
 * need not be the best order.
 * @param start the trials before it stay where they are
 */
export function spreadOut(
  trials: PlannedTrial[],
  start: number,
  classOf: (trial: PlannedTrial) => string,
): void {
  const order: TrialOrder = {
    trials,
    classOf: new Set(trials.map(classOf)).size > 1 ? classOf : null,
    hasConditions: new Set(trials.map(({ condition }) => condition)).size > 1,
  }
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false
    for (let place = start; place < trials.length; place++) {
      const other = faultsAt(order, place) === 0 ? place : bestExchange(order, start, place)
      if (other === place) continue
      exchange(trials, place, other)
      hasChanged = true
    }
  }
}

/** The place to exchange one with; itself where nothing becomes better. */
function bestExchange(order: TrialOrder, start: number, place: number): number {
  let [best, least] = [place, 0]
  for (let other = start; other < order.trials.length; other++) {
    const before = faultsAround(order, place, other)
    exchange(order.trials, place, other)
    const change = faultsAround(order, place, other) - before
    exchange(order.trials, place, other)
    if (change < least) [best, least] = [other, change]
  }
  return best
}

function exchange(trials: PlannedTrial[], one: number, other: number): void {
  const trial = trials[one]!
  trials[one] = trials[other]!
  trials[other] = trial
}

/** What is wrong at all places that see what stands at one of two. */
function faultsAround(order: TrialOrder, one: number, other: number): number {
  const [first, second] = one < other ? [one, other] : [other, one]
  let sum = 0
  for (let place = first; place < Math.min(first + imageDistance, second); place++)
    sum += faultsAt(order, place)
  for (let place = second; place < Math.min(second + imageDistance, order.trials.length); place++)
    sum += faultsAt(order, place)
  return sum
}

/** What is wrong at a place, seen from what stands before it. */
function faultsAt({ trials, classOf, hasConditions }: TrialOrder, place: number): number {
  const [trial, before] = [trials[place]!, trials[place - 1]]
  if (before === undefined) return 0
  let sum = classOf !== null && classOf(before) === classOf(trial) ? weights.class : 0
  const { condition } = trial
  if (hasConditions && condition === before.condition && condition === trials[place - 2]?.condition)
    sum += weights.condition
  for (let back = 1; back < imageDistance && back <= place; back++)
    if (trials[place - back]!.image === trial.image) sum += imageDistance - back
  return sum
}

import type { Plan, PlannedTrial } from '../../../shared/plan'
import type { CountTable, PlanClaim, PlanProof } from '../../../shared/plan-proof'
import { makeTally, rangeOf, type Tally } from './tally'

type Range = readonly [number, number]

const thirds = ['first', 'middle', 'last']

/** Counts the plan again from its slots, without anything that its maker knew. */
export function provePlan(plan: Plan): PlanProof {
  const counts = countPlan(plan)
  const ratings = plan.slots.reduce((sum, { trials }) => sum + trials.length, 0)
  const isPaired = plan.conditions.some(({ models }) => models.length === 2)
  const claims = [
    ...raterClaims(plan, counts, ratings),
    ...orderClaims(plan, counts),
    ...(isPaired ? sideClaims(plan, counts) : []),
    ...checkClaims(plan),
  ]
  return {
    raters: plan.slots.length,
    ratings,
    items: plan.images.length * plan.conditions.length,
    holds: claims.every(({ holds }) => holds),
    claims,
    tables: tablesOf(plan, counts, isPaired),
  }
}

interface PlanCounts {
  readonly classIds: readonly string[]
  /** One column: how often each item, condition and class is rated. */
  readonly items: Tally
  readonly raterConditions: Tally
  readonly classRaters: Tally
  readonly classConditions: Tally
  readonly itemThirds: Tally
  readonly conditionThirds: Tally
  readonly raterThirds: Tally
  readonly raterConditionThirds: Tally
  readonly itemSides: Tally
  readonly conditionSides: Tally
  readonly raterSides: Tally
  readonly raterConditionSides: Tally
}

function countPlan({ images, conditions, slots }: Plan): PlanCounts {
  const classIds = [...new Set(images.map(({ classId }) => classId))]
  const classOf = images.map(({ classId }) => classIds.indexOf(classId))
  const [raters, items] = [slots.length, images.length * conditions.length]
  const counts: PlanCounts = {
    classIds,
    items: makeTally(items, 1),
    raterConditions: makeTally(raters, conditions.length),
    classRaters: makeTally(classIds.length, raters),
    classConditions: makeTally(classIds.length, conditions.length),
    itemThirds: makeTally(items, 3),
    conditionThirds: makeTally(conditions.length, 3),
    raterThirds: makeTally(raters, 3),
    raterConditionThirds: makeTally(raters * conditions.length, 3),
    itemSides: makeTally(items, 2),
    conditionSides: makeTally(conditions.length, 2),
    raterSides: makeTally(raters, 2),
    raterConditionSides: makeTally(raters * conditions.length, 2),
  }
  slots.forEach(({ trials }, rater) => {
    for (const { image, condition, isFlipped, part } of trials) {
      const item = image * conditions.length + condition
      const raterCondition = rater * conditions.length + condition
      const side = isFlipped ? 1 : 0
      counts.items.add(item, 0)
      counts.raterConditions.add(rater, condition)
      counts.classRaters.add(classOf[image]!, rater)
      counts.classConditions.add(classOf[image]!, condition)
      counts.itemThirds.add(item, part)
      counts.conditionThirds.add(condition, part)
      counts.raterThirds.add(rater, part)
      counts.raterConditionThirds.add(raterCondition, part)
      counts.itemSides.add(item, side)
      counts.conditionSides.add(condition, side)
      counts.raterSides.add(rater, side)
      counts.raterConditionSides.add(raterCondition, side)
    }
  })
  return counts
}

function claim(counted: string, range: Range, promised: Range | null): PlanClaim {
  const holds = promised === null || (range[0] >= promised[0] && range[1] <= promised[1])
  return { counted, range, promised, holds }
}

/** Whole numbers next to a share. */
const around = (total: number, groups: number): Range => [
  Math.floor(total / groups),
  Math.ceil(total / groups),
]

function raterClaims(plan: Plan, counts: PlanCounts, ratings: number): readonly PlanClaim[] {
  const { ratingsPerItem, conditions, slots, imageRepeats } = plan
  const perImage = Math.ceil((conditions.length * ratingsPerItem) / slots.length)
  const repeats = (key: (trial: PlannedTrial) => number): Range =>
    rangeOf(slots.map(({ trials }) => mostRepeated(trials.map(key))))
  return [
    claim('ratings of an item', counts.items.range(), [ratingsPerItem, ratingsPerItem]),
    claim(
      'times that a rater has an item',
      repeats((trial) => trial.image * conditions.length + trial.condition),
      [1, 1],
    ),
    claim(
      'items of a rater',
      rangeOf(slots.map(({ trials }) => trials.length)),
      around(ratings, slots.length),
    ),
    claim(
      'times that a rater sees an image, at most',
      repeats(({ image }) => image),
      imageRepeats === 'allow' ? null : [1, perImage],
    ),
    claim('difference between the conditions of a rater', counts.raterConditions.spread(), [0, 1]),
    claim('difference between the raters of a class', counts.classRaters.spread(), [0, 1]),
  ]
}

function mostRepeated(keys: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return rangeOf(counts.values())[1]
}

function orderClaims({ slots, images, conditions }: Plan, counts: PlanCounts): readonly PlanClaim[] {
  const disordered = slots.filter(({ trials }) =>
    trials.some(({ part }, index) => index > 0 && part < trials[index - 1]!.part),
  ).length
  const longest = (label: (trial: PlannedTrial) => string | number): Range =>
    rangeOf(slots.map(({ trials }) => longestRun(trials.map(label))))
  const returns = slots.flatMap(({ trials }) => distancesToSame(trials.map(({ image }) => image)))
  return [
    claim('raters whose thirds are out of order', [disordered, disordered], [0, 0]),
    claim('difference between the thirds of a rater', counts.raterThirds.spread(), [0, 1]),
    claim('difference between the thirds of a condition', counts.conditionThirds.spread(), [0, 1]),
    claim(
      'difference between the thirds of a condition in a rater',
      counts.raterConditionThirds.spread(),
      [0, 1],
    ),
    claim('difference between the thirds of an item', counts.itemThirds.spread(), [0, 1]),
    claim(
      'longest run of one class in a rater',
      longest(({ image }) => images[image]!.classId),
      null,
    ),
    ...(conditions.length === 1
      ? []
      : [
          claim(
            'longest run of one condition in a rater',
            longest(({ condition }) => condition),
            null,
          ),
        ]),
    ...(returns.length === 0
      ? []
      : [claim('items from an image to the same image again', rangeOf(returns), null)]),
  ]
}

/** Of every label that stood before, how many places earlier it stood last. */
function distancesToSame(labels: readonly number[]): readonly number[] {
  const last = new Map<number, number>()
  return labels.flatMap((label, place) => {
    const before = last.get(label)
    last.set(label, place)
    return before === undefined ? [] : [place - before]
  })
}

function longestRun(labels: readonly (string | number)[]): number {
  let [longest, run] = [0, 0]
  labels.forEach((label, index) => {
    run = label === labels[index - 1] ? run + 1 : 1
    longest = Math.max(longest, run)
  })
  return longest
}

function sideClaims({ sides }: Plan, counts: PlanCounts): readonly PlanClaim[] {
  const promised = sides === 'balanced' ? ([0, 1] as const) : null
  return [
    claim('difference between the sides of a pair', counts.conditionSides.spread(), promised),
    claim('difference between the sides of an item', counts.itemSides.spread(), promised),
    claim('difference between the sides of a rater', counts.raterSides.spread(), promised),
    claim('difference between the sides of a pair in a rater', counts.raterConditionSides.spread(), promised),
  ]
}

function checkClaims({ slots, checkEvery }: Plan): readonly PlanClaim[] {
  if (checkEvery === null) return []
  const surplus = slots.map(
    ({ trials, checksAfter }) => checksAfter.length - Math.floor(trials.length / checkEvery),
  )
  const distances = slots.flatMap(({ checksAfter }) =>
    checksAfter.slice(1).map((after, index) => after - checksAfter[index]!),
  )
  return [
    claim(`attention checks above one in ${checkEvery} items`, rangeOf(surplus), [0, 0]),
    ...(distances.length === 0
      ? []
      : [claim('items between two attention checks', rangeOf(distances), [2, 2 * checkEvery - 2])]),
  ]
}

function tablesOf(plan: Plan, counts: PlanCounts, isPaired: boolean): readonly CountTable[] {
  const rows = plan.conditions.map(({ name }) => name)
  const table = (title: string, columns: readonly string[], tally: Tally): CountTable => ({
    title,
    rows,
    columns,
    counts: tally.rows(),
  })
  return [
    table('Ratings by condition and third of the session', thirds, counts.conditionThirds),
    ...(isPaired
      ? [table('Ratings by pair and model on the left', ['first', 'second'], counts.conditionSides)]
      : []),
    {
      title: 'Ratings by class and condition',
      rows: counts.classIds,
      columns: rows,
      counts: counts.classConditions.rows(),
    },
  ]
}

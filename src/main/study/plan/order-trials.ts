import type { PlannedTrial } from '../../../shared/plan'
import { shuffledIndices } from '../../../shared/random'
import type { Random } from '../../../shared/seeded-random'

/** An image that a rater sees again comes at least so many trials later where there is a choice. */
const imageDistance = 12

/**
 * The order of one rater's trials: the thirds one after the other, and within them at random, but never two of a class
 * in a row while that can be avoided, nor three of a condition.
 * @param classIds of the plan's images
 */
export function orderTrials(
  trials: readonly PlannedTrial[],
  classIds: readonly string[],
  random: Random,
): PlannedTrial[] {
  const ordered: PlannedTrial[] = []
  const classOf = ({ image }: PlannedTrial): string => classIds[image]!
  for (const part of [0, 1, 2]) {
    const members = trials.filter((trial) => trial.part === part)
    const shuffled = Array.from(shuffledIndices(members.length, random.uniform), (place) => members[place]!)
    const left = Map.groupBy(shuffled, classOf)
    for (let count = members.length; count > 0; count--) {
      const before = ordered.at(-1)
      const pool = left.get(nextClass(left, count, before && classOf(before), random))!
      ordered.push(...pool.splice(bestPlace(pool, ordered), 1))
    }
  }
  return ordered
}

/**
 * A class other than the last, the likelier the more trials it has left; one that makes up half of what is left must
 * come now, or it would meet itself later.
 */
function nextClass(
  left: ReadonlyMap<string, readonly PlannedTrial[]>,
  count: number,
  last: string | undefined,
  random: Random,
): string {
  const others = [...left].filter(([id, { length }]) => length > 0 && id !== last)
  if (others.length === 0) return last!
  const pressing = others.find(([, { length }]) => 2 * length > count)
  if (pressing !== undefined) return pressing[0]
  let draw = random.below(others.reduce((sum, [, { length }]) => sum + length, 0))
  return others.find(([, { length }]) => (draw -= length) < 0)![0]
}

/** The first trial of a shuffled pool that repeats neither a recent image nor a condition shown twice; else the best. */
function bestPlace(pool: readonly PlannedTrial[], ordered: readonly PlannedTrial[]): number {
  const recent = new Set(ordered.slice(-imageDistance).map(({ image }) => image))
  const [one, other] = ordered.slice(-2).map(({ condition }) => condition)
  const costs = pool.map(
    ({ image, condition }) =>
      (recent.has(image) ? 2 : 0) + (one !== undefined && condition === one && condition === other ? 1 : 0),
  )
  return costs.indexOf(Math.min(...costs))
}

import type { PlannedTrial } from '../../../shared/plan'
import { shuffledIndices } from '../../../shared/random'
import type { Random } from '../../../shared/seeded-random'
import { spreadOut } from './spread-out'

/**
 * The order of one rater's trials: the thirds one after the other, and within them at random, but never two of a class
 * in a row while that can be avoided, nor an image again soon, nor three of a condition.
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
      ordered.push(left.get(nextClass(left, count, before && classOf(before), random))!.pop()!)
    }
    spreadOut(ordered, ordered.length - members.length, classOf)
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

import type { Random } from '../../../shared/seeded-random'

/**
 * After how many rated items each attention check comes: one in every stretch of `every` items, at a random place in
 * it that leaves at least two items between checks; none before the first item.
 * @param every at least 3; null for no checks
 */
export function placeChecks(itemCount: number, every: number | null, random: Random): number[] {
  if (every === null) return []
  return Array.from(
    { length: Math.floor(itemCount / every) },
    (_, stretch) => stretch * every + 1 + random.below(every - 1),
  )
}

import { shuffledIndices } from '../../../shared/random'
import { evenSplitter, type Nesting } from './even-split'

/** A seat for each pair of groups in a random order: the groups that exchange seats in one round. */
function randomPairs(groupCount: number, uniform: () => number): readonly (readonly [number, number])[] {
  const order = shuffledIndices(groupCount, uniform)
  return Array.from({ length: groupCount >> 1 }, (_, index) => [order[2 * index]!, order[2 * index + 1]!])
}

/**
 * Divides seats into groups so that every set of both nestings has the same number of seats in each group, give or
 * take one. Such a division always exists (see `evenSplitter`). The seats are dealt out along the first nesting,
 * which is even then. After that pairs of groups throw their seats together and halve them again: that never makes a
 * set less even, makes any set that is uneven between the two more even, and shuffles the plan.
 * @returns `[seatCount]`, the group of each seat, from 0
 */
export function colourEvenly(
  seatCount: number,
  groupCount: number,
  nestings: readonly [Nesting, Nesting],
  uniform: () => number,
): Int32Array {
  const split = evenSplitter(seatCount, nestings, uniform)
  const groups = deal(seatCount, groupCount, nestings[0], uniform)
  const halve = (one: number, other: number): void => {
    const seats = new Int32Array(groups[one]!.length + groups[other]!.length)
    seats.set(groups[one]!)
    seats.set(groups[other]!, groups[one]!.length)
    const isSecond = split(seats)
    groups[one] = seats.filter((_, index) => !isSecond[index])
    groups[other] = seats.filter((_, index) => isSecond[index])
  }
  for (let round = Math.ceil(Math.log2(groupCount)) + 3; round > 0; round--) {
    for (const [one, other] of randomPairs(groupCount, uniform)) halve(one, other)
  }
  for (const sets of nestings[1].levels) levelOut(sets, groups, halve)
  const groupOf = new Int32Array(seatCount)
  groups.forEach((seats, group) => seats.forEach((seat) => (groupOf[seat] = group)))
  return groupOf
}

/** Deals seats in turn, along the nesting: any stretch of them, and so every set, is divided evenly. */
function deal(
  seatCount: number,
  groupCount: number,
  { levels }: Nesting,
  uniform: () => number,
): Int32Array[] {
  const order = shuffledIndices(seatCount, uniform).sort((one, other) => {
    for (let level = levels.length - 1; level >= 0; level--) {
      const difference = levels[level]![one]! - levels[level]![other]!
      if (difference !== 0) return difference
    }
    return 0
  })
  const turn = shuffledIndices(groupCount, uniform)
  const groups: Int32Array[] = []
  for (let place = 0; place < groupCount; place++) {
    const length = Math.ceil((seatCount - place) / groupCount)
    groups[turn[place]!] = Int32Array.from({ length }, (_, index) => order[place + index * groupCount]!)
  }
  return groups
}

/**
 * Halves the fullest and the emptiest group of a set until no two differ by more than one there. Each step lowers the
 * sum of squares of some set's counts and raises none, so it ends.
 */
function levelOut(
  sets: Int32Array,
  groups: readonly Int32Array[],
  halve: (one: number, other: number) => void,
): void {
  const count = sets.reduce((most, set) => Math.max(most, set), 0) + 1
  const tally = (group: number): Int32Array => {
    const counts = new Int32Array(count)
    for (const seat of groups[group]!) counts[sets[seat]!]!++
    return counts
  }
  const counts = groups.map((_, group) => tally(group))
  for (let set = 0; set < count; set++) {
    for (;;) {
      const fullest = counts.reduce((best, c, group) => (c[set]! > counts[best]![set]! ? group : best), 0)
      const emptiest = counts.reduce((best, c, group) => (c[set]! < counts[best]![set]! ? group : best), 0)
      if (counts[fullest]![set]! - counts[emptiest]![set]! <= 1) break
      halve(fullest, emptiest)
      counts[fullest] = tally(fullest)
      counts[emptiest] = tally(emptiest)
    }
  }
}

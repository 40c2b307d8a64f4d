import { shuffledIndices } from '../../../shared/random'

/**
 * A nesting of the seats of a plan into sets: `levels[l][seat]` is the set, counted from 0, that the seat belongs to
 * at level l. Every set is a union of sets of the level before; above the last level stands the set of all seats.
 */
export interface Nesting {
  readonly levels: readonly Int32Array[]
}

/** Divides seats between two sides; true is the second. Draws which, so that repeated calls differ. */
export type EvenSplitter = (seats: Int32Array) => readonly boolean[]

/**
 * A way to halve any group of seats so that in every set of both nestings the two sides differ by at most one seat.
 * Two nestings can always be satisfied together (de Werra 1971; Budish, Che, Kojima and Milgrom, AER 103, 2013):
 * within each nesting, seats are paired inside the smallest set that has two left, which leaves at most one seat of
 * each set unpaired. The pairs of both nestings form paths and even cycles; along them sides alternate, so that each
 * pair is divided.
 * @param seatCount seats are numbered from 0
 */
export function evenSplitter(
  seatCount: number,
  nestings: readonly [Nesting, Nesting],
  uniform: () => number,
): EvenSplitter {
  const partners = nestings.map(() => new Int32Array(seatCount))
  const waiting = new Int32Array(setCount(nestings)).fill(-1)
  const sides = new Int8Array(seatCount)

  return (seats) => {
    const order = shuffledIndices(seats.length, uniform).map((place) => seats[place]!)
    nestings.forEach(({ levels }, index) => pairUp(order, levels, partners[index]!, waiting))
    for (const seat of order) sides[seat] = -1
    for (const seat of order) {
      if (sides[seat] !== -1) continue
      sides[seat] = uniform() < 0.5 ? 0 : 1
      walk(seat, 0)
      walk(seat, 1)
    }
    return Array.from(seats, (seat) => sides[seat] === 1)
  }

  function walk(start: number, first: 0 | 1): void {
    let nesting = first
    let current = start
    let next = partners[nesting]![current]!
    while (next >= 0 && sides[next] === -1) {
      sides[next] = 1 - sides[current]!
      current = next
      nesting = nesting === 0 ? 1 : 0
      next = partners[nesting]![current]!
    }
  }
}

/** Finds each seat a partner in the smallest set that still has one; -1 for at most one seat in all. */
function pairUp(
  seats: Int32Array,
  levels: readonly Int32Array[],
  partner: Int32Array,
  waiting: Int32Array,
): void {
  for (const seat of seats) partner[seat] = -1
  let alone = seats
  for (const sets of levels) {
    for (const seat of alone) {
      const other = waiting[sets[seat]!]!
      waiting[sets[seat]!] = other < 0 ? seat : -1
      if (other >= 0) join(partner, seat, other)
    }
    for (const seat of alone) waiting[sets[seat]!] = -1
    alone = alone.filter((seat) => partner[seat]! < 0)
  }
  for (let index = 1; index < alone.length; index += 2) join(partner, alone[index - 1]!, alone[index]!)
}

function join(partner: Int32Array, one: number, other: number): void {
  partner[one] = other
  partner[other] = one
}

const setCount = (nestings: readonly Nesting[]): number =>
  nestings.reduce(
    (most, { levels }) => levels.reduce((count, sets) => sets.reduce(maximum, count), most),
    0,
  ) + 1

const maximum = (most: number, value: number): number => Math.max(most, value)

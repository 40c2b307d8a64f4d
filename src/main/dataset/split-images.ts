import { shuffledIndices } from '../../shared/random'
import type { Random } from '../../shared/seeded-random'

/** The paper divides Imagenette's 3,925 `val` images into 2,800 for testing and 1,125 for validation. */
const testShare = 2800 / 3925

/** Share of each class that is kept from training when a data set comes without a `val` folder. */
const heldOutShare = 0.3

export interface HeldOutSplit {
  readonly test: readonly number[]
  readonly validation: readonly number[]
}

/**
 * Divides images at random into test and validation as the paper does: a simple random split, not by class,
 * 2,800 : 1,125 in proportion, each part with at least one image. Both parts come in ascending order.
 */
export function splitHeldOut(indices: readonly number[], random: Random): HeldOutSplit {
  const testCount = Math.min(indices.length - 1, Math.max(1, Math.round(indices.length * testShare)))
  const order = shuffledIndices(indices.length, random.uniform)
  const take = (positions: Int32Array): number[] =>
    Array.from(positions, (position) => indices[position]!).sort((left, right) => left - right)
  return { test: take(order.slice(0, testCount)), validation: take(order.slice(testCount)) }
}

/**
 * Takes 30 % of each class at random out of training, at least one image and never all. Returns the training
 * images and the others, both in ascending order.
 */
export function holdOutByClass(
  labels: readonly number[],
  random: Random,
): { readonly train: readonly number[]; readonly heldOut: readonly number[] } {
  const byClass = Map.groupBy(labels.keys(), (index) => labels[index]!)
  const heldOut = new Set<number>()
  for (const label of [...byClass.keys()].sort((left, right) => left - right)) {
    const members = byClass.get(label)!
    const count = Math.min(members.length - 1, Math.max(1, Math.round(members.length * heldOutShare)))
    for (const position of shuffledIndices(members.length, random.uniform).slice(0, count)) {
      heldOut.add(members[position]!)
    }
  }
  const all = labels.map((_, index) => index)
  return {
    train: all.filter((index) => !heldOut.has(index)),
    heldOut: all.filter((index) => heldOut.has(index)),
  }
}

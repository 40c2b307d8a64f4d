import { createHash } from 'node:crypto'
import type { Labelled } from './require-classes'

/** The paper divides Imagenette's 3,925 `val` images into 2,800 for testing and 1,125 for validation. */
const testShare = 2800 / 3925

/** Share of each class that is kept from training when a data set comes without a `val` folder. */
const heldOutShare = 0.3

/**
 * Divides images at random into test and validation as the paper does: a simple random split, not stratified by class,
 * 2,800 : 1,125 in proportion, each part with at least one image. Both parts keep the images' order.
 */
export function splitHeldOut<Image extends Labelled>(
  images: readonly Image[],
  seed: number,
): { readonly test: readonly Image[]; readonly validation: readonly Image[] } {
  const testCount = Math.min(images.length - 1, Math.max(1, Math.round(images.length * testShare)))
  const test = chooseByName(images, testCount, [seed, 'test'])
  return {
    test: images.filter((image) => test.has(image)),
    validation: images.filter((image) => !test.has(image)),
  }
}

/**
 * Takes 30 % of each class at random out of training, at least one image and never all. Both parts keep the images'
 * order.
 */
export function holdOutByClass<Image extends Labelled>(
  images: readonly Image[],
  seed: number,
): { readonly train: readonly Image[]; readonly heldOut: readonly Image[] } {
  const heldOut = new Set<Image>()
  for (const members of Map.groupBy(images, ({ label }) => label).values()) {
    const count = Math.min(members.length - 1, Math.max(1, Math.round(members.length * heldOutShare)))
    for (const image of chooseByName(members, count, [seed, 'held out'])) heldOut.add(image)
  }
  return {
    train: images.filter((image) => !heldOut.has(image)),
    heldOut: images.filter((image) => heldOut.has(image)),
  }
}

/**
 * A random choice of so many images: those whose names, hashed with the key, come first. Each choice is as likely as
 * with a shuffle, and an image that comes or goes, or that cannot be read, moves at most one other, so that a model is
 * not tested on images that it was trained on before.
 */
function chooseByName<Image extends Labelled>(
  images: readonly Image[],
  count: number,
  key: readonly (string | number)[],
): ReadonlySet<Image> {
  const ranked = images.map((image) => {
    const rank = createHash('sha256')
      .update(JSON.stringify([...key, image.file.name]))
      .digest('hex')
    return { image, rank }
  })
  ranked.sort((left, right) => (left.rank < right.rank ? -1 : 1))
  return new Set(ranked.slice(0, count).map(({ image }) => image))
}

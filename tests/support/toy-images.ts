import type { ImageSet } from '../../src/main/dataset/image-set'
import { randomStream } from '../../src/main/network/random'

export const toyClasses = ['red', 'green', 'blue']

/** Noisy squares in which one colour channel is brighter than the others: its index is the class. */
export function toyImages(count: number, { sizePx = 8, seed = 1 } = {}): ImageSet {
  const random = randomStream(seed, 'toy-images')
  const pixels = sizePx * sizePx
  const labels = Int32Array.from({ length: count }, (_, index) => index % toyClasses.length)
  const images = Array.from(labels, (label) =>
    Uint8Array.from({ length: pixels * 3 }, (_, index) =>
      Math.floor(random.nextUniform() * 150 + (index % 3 === label ? 100 : 0)),
    ),
  )
  return {
    classes: toyClasses,
    sizePx,
    labels,
    names: images.map((_, index) => `${index}.png`),
    fingerprint: `toy-${count}-${sizePx}-${seed}`,
    load(indices) {
      const bytes = new Uint8Array(indices.length * pixels * 3)
      indices.forEach((image, row) => {
        bytes.set(images[image]!, row * pixels * 3)
      })
      return Promise.resolve(bytes)
    },
  }
}

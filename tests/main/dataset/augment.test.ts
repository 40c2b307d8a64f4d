import { describe, expect, test } from 'vitest'
import { augmentations, makeAugment } from '../../../src/main/dataset/augment'

const sizePx = 8
const imageBytes = sizePx * sizePx * 3
const image = (seed: number): Uint8Array =>
  Uint8Array.from({ length: imageBytes }, (_, i) => (i * 7 + seed * 31) % 256)
const batch = (...seeds: number[]): Uint8Array => Uint8Array.from(seeds.flatMap((seed) => [...image(seed)]))

describe('makeAugment', () => {
  test('none changes nothing', () => {
    const augment = makeAugment(augmentations.none, sizePx, 1)
    expect(augment(batch(1, 2), { epoch: 0, indices: [1, 2] })).toEqual(batch(1, 2))
  })

  test('an image gets the same change whatever batch it is in', () => {
    const augment = makeAugment(augmentations.photos, sizePx, 1)
    const together = augment(batch(1, 2, 3), { epoch: 4, indices: [1, 2, 3] })
    for (const index of [1, 2, 3]) {
      const alone = augment(batch(index), { epoch: 4, indices: [index] })
      expect(together.slice((index - 1) * imageBytes, index * imageBytes)).toEqual(alone)
    }
  })

  test('seed and epoch both change the draws', () => {
    const indices = Array.from({ length: 20 }, (_, index) => index)
    const bytes = (): Uint8Array => batch(...indices)
    const first = makeAugment(augmentations.photos, sizePx, 1)(bytes(), { epoch: 0, indices })
    expect(makeAugment(augmentations.photos, sizePx, 1)(bytes(), { epoch: 0, indices })).toEqual(first)
    expect(makeAugment(augmentations.photos, sizePx, 1)(bytes(), { epoch: 1, indices })).not.toEqual(first)
    expect(makeAugment(augmentations.photos, sizePx, 2)(bytes(), { epoch: 0, indices })).not.toEqual(first)
  })

  test('flip mirrors about half of the images and does nothing else', () => {
    const indices = Array.from({ length: 1000 }, (_, index) => index)
    const changed = makeAugment(augmentations.flip, sizePx, 3)(batch(...indices), { epoch: 0, indices })
    const mirrored = image(0)
    makeAugment(
      { ...augmentations.none, horizontalFlipProbability: 1 },
      sizePx,
      0,
    )(mirrored, { epoch: 0, indices: [0] })
    const shown = indices.map((index) => changed.slice(index * imageBytes, (index + 1) * imageBytes))
    const flips = shown.filter((bytes, index) => !Buffer.from(bytes).equals(Buffer.from(image(index)))).length
    // Binomial with 1,000 draws at .5 has a standard deviation of 15.8; four of them are 63.
    expect(Math.abs(flips - 500)).toBeLessThan(64)
    expect([mirrored, image(0)]).toContainEqual(shown[0])
  })
})

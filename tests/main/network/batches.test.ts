import { describe, expect, it } from 'vitest'
import type { ImageSet } from '../../../src/main/dataset/image-set'
import { batches, batchTargets, epochOrder } from '../../../src/main/network/batches'
import { toyImages } from '../../support/toy-images'

const order = (count: number): Int32Array => Int32Array.from({ length: count }, (_, index) => index)

describe('batches', () => {
  it('visits every image once, in order, and fills the last batch with its own images again', async () => {
    const seen = []
    for await (const batch of batches(toyImages(5, { sizePx: 2 }), {
      batchSize: 2,
      order: order(5),
      epoch: 0,
    })) {
      expect(batch.images).toHaveLength(2 * 2 * 2 * 3)
      seen.push(batch)
    }
    expect(seen.map(({ indices }) => indices)).toEqual([[0, 1], [2, 3], [4]])
    expect(seen[2]!.images.subarray(12)).toEqual(seen[2]!.images.subarray(0, 12))
  })

  it('turns bytes into [0, 1] after augmentation', async () => {
    const augment = (bytes: Uint8Array): Uint8Array => bytes.fill(51)
    const plan = { batchSize: 1, order: order(1), epoch: 0, augment }
    for await (const batch of batches(toyImages(1), plan)) expect(batch.images[0]).toBeCloseTo(0.2, 7)
  })

  it('tells the augmentation epoch and indices', async () => {
    const seen: unknown[] = []
    const augment = (bytes: Uint8Array, batch: unknown): Uint8Array => {
      seen.push(batch)
      return bytes
    }
    for await (const batch of batches(toyImages(3), { batchSize: 2, order: order(3), epoch: 4, augment }))
      void batch
    expect(seen).toEqual([
      { epoch: 4, indices: [0, 1] },
      { epoch: 4, indices: [2] },
    ])
  })

  it('asks for the next two batches before the present one is worked on', async () => {
    const asked: number[][] = []
    const images = toyImages(8)
    const watched: ImageSet = {
      ...images,
      load: (indices) => {
        asked.push([...indices])
        return images.load(indices)
      },
    }
    const iterator = batches(watched, { batchSize: 2, order: order(8), epoch: 0 })
    await iterator.next()
    expect(asked).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ])
    await iterator.return(undefined)
  })

  it('fails where an image cannot be decoded', async () => {
    const broken: ImageSet = {
      ...toyImages(4),
      load: (indices) =>
        indices.includes(2) ? Promise.reject(new Error('torn file')) : toyImages(4).load(indices),
    }
    const run = async (): Promise<void> => {
      for await (const batch of batches(broken, { batchSize: 2, order: order(4), epoch: 0 })) void batch
    }
    await expect(run()).rejects.toThrow('torn file')
  })
})

describe('epochOrder', () => {
  it('depends on seed and epoch only', () => {
    expect(epochOrder(50, 1, 2)).toEqual(epochOrder(50, 1, 2))
    expect(epochOrder(50, 1, 2)).not.toEqual(epochOrder(50, 1, 3))
  })
})

describe('batchTargets', () => {
  it('is one-hot, with zero rows for padding', () => {
    expect([...batchTargets([2, 0], 3, 3)]).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 0])
  })
})

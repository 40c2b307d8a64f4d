import { describe, expect, test } from 'vitest'
import { ByteCache } from '../../../src/main/dataset/byte-cache'
import { forEachConcurrent } from '../../../src/main/dataset/for-each-concurrent'
import { type ImageSource, loadImages } from '../../../src/main/dataset/load-images'

/** 1 × 1 images whose three bytes are their index; `made` lists what was decoded. */
const source = (limitBytes: number): ImageSource & { readonly made: number[] } => {
  const made: number[] = []
  return {
    made,
    count: 4,
    sizePx: 1,
    cache: new ByteCache(limitBytes),
    concurrentImages: 2,
    cacheKey: (index) => index,
    make: (index) => {
      made.push(index)
      return Promise.resolve(Uint8Array.of(index, index, index))
    },
  }
}

describe('loadImages', () => {
  test('gives the images in the order asked for, repeats included', async () => {
    expect([...(await loadImages(source(100), [2, 0, 2]))]).toEqual([2, 2, 2, 0, 0, 0, 2, 2, 2])
    expect([...(await loadImages(source(100), []))]).toEqual([])
  })

  test('decodes once what fits the cache, and again what does not', async () => {
    const images = source(6)
    for (let epoch = 0; epoch < 3; epoch++) await loadImages(images, [0, 1, 2])
    expect(images.made).toEqual([0, 1, 2, 2, 2])
    expect(images.cache.usedBytes).toBe(6)
  })

  test('gives copies: changing them does not change the next load', async () => {
    const images = source(100)
    ;(await loadImages(images, [1])).fill(9)
    expect([...(await loadImages(images, [1]))]).toEqual([1, 1, 1])
  })

  test('refuses an index outside the set, saying which are inside', async () => {
    for (const index of [-1, 4, 0.5, Number.NaN]) {
      await expect(loadImages(source(100), [0, index])).rejects.toMatchObject({
        code: 'dataset/bad-request',
        message: expect.stringContaining('0 to 3'),
      })
    }
  })
})

describe('forEachConcurrent', () => {
  test('never runs more than the limit, and all of them', async () => {
    let [running, most] = [0, 0]
    const done: number[] = []
    await forEachConcurrent(10, 3, async (index) => {
      most = Math.max(most, ++running)
      await Promise.resolve()
      running--
      done.push(index)
    })
    expect(most).toBe(3)
    expect(done.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('stops at the first failure and throws it', async () => {
    let calls = 0
    const failing = forEachConcurrent(100, 2, async (index) => {
      calls++
      await Promise.resolve()
      if (index === 3) throw new Error('third')
    })
    await expect(failing).rejects.toThrow('third')
    expect(calls).toBeLessThan(10)
  })
})

import { expect, test } from 'vitest'
import type { ImageSet } from '../../../src/main/dataset/image-set'
import { explainImageSet } from '../../../src/main/explain/explain-image-set'
import { gradCamMethod } from '../../../src/main/explain/grad-cam-method'
import { eagerDevice } from '../../support/eager-device'
import { toyImages, toyNetwork } from './toy-networks'

const imageLength = 8 * 8 * 3

function toySet(failAt?: number): ImageSet {
  const bytes = toyImages(5)
  return {
    classes: ['fish', 'dog', 'church'],
    sizePx: 8,
    labels: Int32Array.of(0, 1, 2, 0, 1),
    names: ['a', 'b', 'c', 'd', 'e'],
    fingerprint: 'toy',
    load: async (indices) => {
      if (failAt !== undefined && indices.includes(failAt)) throw new Error('broken image')
      const loaded = indices.map((index) => [
        ...bytes.subarray(index * imageLength, (index + 1) * imageLength),
      ])
      return Uint8Array.from(loaded.flat())
    },
  }
}

test('explains the asked images in order, for the asked class', async () => {
  const network = toyNetwork()
  const runner = await gradCamMethod.prepare({ network, device: eagerDevice(), batchSize: 2 })
  const set = toySet()
  const explained = []
  const sizes = []
  for await (const batch of explainImageSet(runner, set, [4, 0, 3], (index) => set.labels[index]!)) {
    sizes.push(batch.length)
    explained.push(...batch)
  }
  expect(sizes).toEqual([2, 1])
  expect(explained.map(({ index }) => index)).toEqual([4, 0, 3])
  expect(explained.map(({ map }) => map.explainedClass)).toEqual([1, 0, 0])
  const [first] = await runner.explain(toyImages(1), [0])
  expect(explained[1]!.map).toEqual(first)
  expect(explained[1]!.pixels).toEqual(toyImages(1))
  for await (const batch of explainImageSet(runner, set, [])) expect(batch).toBeUndefined()
  network.dispose()
})

test('a caller who leaves early is not hit by the batch that was loading', async () => {
  const network = toyNetwork()
  const runner = await gradCamMethod.prepare({ network, device: eagerDevice(), batchSize: 2 })
  for await (const batch of explainImageSet(runner, toySet(2), [0, 1, 2])) {
    expect(batch).toHaveLength(2)
    break
  }
  const all = async () => {
    for await (const batch of explainImageSet(runner, toySet(2), [0, 1, 2])) expect(batch).toHaveLength(2)
  }
  await expect(all()).rejects.toThrow('broken image')
  network.dispose()
})

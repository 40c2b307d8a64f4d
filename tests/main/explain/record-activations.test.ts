import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { recordActivations } from '../../../src/main/explain/record-activations'
import { eagerDevice } from '../../support/eager-device'
import { toyImages } from '../../support/toy-images'
import { toyNetwork } from '../../support/toy-network'

const request = (network = toyNetwork(), batchSize = 4) => ({
  network,
  device: eagerDevice(),
  images: toyImages(10),
  batchSize,
})

test('counts the target layer on every image once, partial last batches included', async () => {
  const network = toyNetwork()
  const done: number[] = []
  const asked = { ...request(network), onProgress: (count: number) => done.push(count) }
  const { layer, height, width, channels, overall, channel, range } = await recordActivations(asked)
  expect({ layer, height, width, channels, done }).toEqual({
    layer: 'pool',
    height: 4,
    width: 4,
    channels: 4,
    done: [4, 8, 10],
  })
  const images = Float32Array.from(await toyImages(10).load([...Array(10).keys()]), (byte) => byte / 255)
  const all = tf.tidy(() => network.forwardTo('pool', tf.tensor4d(images, [10, 8, 8, 3])).dataSync())
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
  expect(overall(range).mean).toBeCloseTo(mean(all), 6)
  expect(overall(range).histogram.reduce((sum, count) => sum + count, 0)).toBe(10 * 4 * 4 * 4)
  expect(channel(2, range).mean).toBeCloseTo(mean(all.filter((_, i) => i % 4 === 2)), 6)
  network.dispose()
})

test('another layer, and no tensor left behind, also when it is refused', async () => {
  const network = toyNetwork()
  const before = tf.memory().numTensors
  const { height, overall, range } = await recordActivations({ ...request(network), targetLayer: 'conv' })
  expect(height).toBe(8)
  // Before the ReLU there are values below 0.
  expect(overall(range).minimum).toBeLessThan(0)
  await expect(recordActivations({ ...request(network), targetLayer: 'head' })).rejects.toThrow(
    'no layer head',
  )
  const abort = new AbortController()
  abort.abort()
  await expect(recordActivations({ ...request(network), signal: abort.signal })).rejects.toMatchObject({
    code: 'job/cancelled',
  })
  expect(tf.memory().numTensors).toBe(before)
  network.dispose()
})

import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEvaluator, evaluateNetwork } from '../../../src/main/network/evaluate'
import type { Network } from '../../../src/main/network/network'
import { eagerDevice } from '../../support/eager-device'
import { toyImages } from '../../support/toy-images'
import { toyNetwork } from '../../support/toy-network'

let network: Network
let tensorsBefore = 0
beforeEach(async () => {
  await tf.setBackend('cpu')
  tensorsBefore = tf.memory().numTensors
  network = toyNetwork()
})
afterEach(() => {
  network.dispose()
  expect(tf.memory().numTensors).toBe(tensorsBefore)
})

describe('evaluateNetwork', () => {
  it('gives the same at every batch size: padding leaves no trace', async () => {
    const images = toyImages(7)
    const whole = await evaluateNetwork(eagerDevice(), network, images, { batchSize: 7 })
    for (const batchSize of [1, 2, 5, 32]) {
      expect(await evaluateNetwork(eagerDevice(), network, images, { batchSize })).toEqual(whole)
    }
    expect(whole.count).toBe(7)
    expect(whole.confusion.flat().reduce((sum, value) => sum + value, 0)).toBe(7)
  })

  it('sees the weights as they are at each call', async () => {
    const evaluator = await createEvaluator(eagerDevice(), network, { batchSize: 4 })
    const bias = network.parameters.at(-1)!.variable
    for (const label of [0, 2]) {
      tf.tidy(() => {
        bias.assign(tf.tensor1d([0, 1, 2].map((index) => (index === label ? 100 : 0))))
      })
      const { predictions } = await evaluator.evaluate(toyImages(5))
      expect([...predictions]).toEqual(Array<number>(5).fill(label))
    }
    await evaluator.dispose()
  })

  it('maps the classes of the images to those of a network that knows more', async () => {
    const images = { ...toyImages(4), classes: ['blue', 'red'], labels: Int32Array.of(0, 1, 0, 1) }
    const result = await evaluateNetwork(eagerDevice(), network, images, { classIndices: [2, 0] })
    expect(result.perClass.map(({ count }) => count)).toEqual([2, 0, 2])
  })

  it('refuses other classes, another size and no images, and says which', async () => {
    const device = eagerDevice()
    await expect(
      evaluateNetwork(device, network, { ...toyImages(3), classes: ['red', 'green', 'pink'] }),
    ).rejects.toThrow('The data set has the classes red, green, pink, the network knows red, green, blue.')
    await expect(evaluateNetwork(device, network, toyImages(3, { sizePx: 4 }))).rejects.toThrow(
      'The images are 4 pixels wide, but the network takes 8.',
    )
    await expect(evaluateNetwork(device, network, toyImages(0))).rejects.toMatchObject({
      code: 'dataset/empty',
    })
  })

  it('stops when it is cancelled', async () => {
    const signal = AbortSignal.abort()
    await expect(evaluateNetwork(eagerDevice(), network, toyImages(3), { signal })).rejects.toMatchObject({
      code: 'job/cancelled',
    })
  })
})

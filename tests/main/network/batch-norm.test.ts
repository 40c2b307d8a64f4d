import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { openRuntime } from '../../../src/main/compute/devices/list-devices'
import type { ComputeDevice } from '../../../src/main/compute/program'
import type { Network } from '../../../src/main/network/network'
import { trainNetwork, type TrainingRequest } from '../../../src/main/network/train'
import { publishedTraining } from '../../../src/main/network/training-options'
import { eagerDevice } from '../../support/eager-device'
import { normalisedNetwork } from '../../support/normalised-network'
import { recordedCheckpoints } from '../../support/recorded-checkpoints'
import { toyImages } from '../../support/toy-images'

function request(device: ComputeDevice, network: Network): TrainingRequest {
  const options = { ...publishedTraining, epochs: 4, batchSize: 8, learningRate: 0.05, earlyStopping: null }
  return { device, network, train: toyImages(30), validation: toyImages(9, { seed: 2 }), options }
}

const valuesOf = (network: Network): number[] =>
  [...network.parameters, ...network.buffers!].flatMap(({ variable }) => [...variable.dataSync()])

describe.each(['compiled', 'eager'] as const)('batch normalisation, %s', (kind) => {
  const open = (): ComputeDevice => (kind === 'eager' ? eagerDevice() : openRuntime('cpu'))

  it('uses the batch in training and updates its averages, and leaves them alone in evaluation', async () => {
    const device = open()
    const network = await normalisedNetwork()
    const [mean, variance] = network.buffers!.map(({ variable }) => variable)
    const images = await toyImages(4).load([0, 1, 2, 3])
    const input = { images: Float32Array.from(images, (byte) => byte / 255) }
    const shapes = { images: { shape: [4, 8, 8, 3] } }
    const compile = (dropout?: Record<string, tf.Tensor>): ReturnType<ComputeDevice['compile']> =>
      device.compile(({ images }) => ({ logits: network.forward(images as tf.Tensor4D, dropout) }), shapes)
    const [evaluate, train] = [await compile(), await compile({})]
    const before = await evaluate.run(input)
    expect([...mean!.dataSync()]).toEqual([0, 0, 0, 0])
    const trained = await train.run(input)
    expect([...trained['logits']!.data]).not.toEqual([...before['logits']!.data])
    const activations = tf.tidy(() => network.forwardTo('conv', tf.tensor4d(input.images, [4, 8, 8, 3])))
    const moments = tf.tidy(() => tf.moments(tf.reshape(activations, [-1, 4]), 0))
    // Momentum 0.9: a tenth of the way from the start, 0 and 1, to the batch's own mean and variance.
    moments.mean.dataSync().forEach((value, channel) => {
      expect(mean!.dataSync()[channel]).toBeCloseTo(0.1 * value, 5)
    })
    moments.variance.dataSync().forEach((value, channel) => {
      expect(Math.abs(variance!.dataSync()[channel]! - (0.9 + 0.1 * value))).toBeLessThan(0.01)
    })
    tf.dispose([activations, moments.mean, moments.variance])
    await evaluate.dispose()
    await train.dispose()
    network.dispose()
  })

  it('learns, and goes on from a checkpoint with its averages', async () => {
    const device = open()
    const before = tf.memory().numTensors
    const [unbroken, resumed] = [await normalisedNetwork(), await normalisedNetwork()]
    const { checkpoints, epochs } = recordedCheckpoints()
    const { history } = await trainNetwork({ ...request(device, unbroken), checkpoints })
    expect(history.at(-1)!.trainLoss).toBeLessThan(history[0]!.trainLoss)
    const half = recordedCheckpoints(epochs.slice(0, 2))
    await trainNetwork({ ...request(device, resumed), checkpoints: half.checkpoints })
    expect(valuesOf(resumed)).toEqual(valuesOf(unbroken))
    unbroken.dispose()
    resumed.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

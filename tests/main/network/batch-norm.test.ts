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

  it('evaluates by the mean and variance over the training images, for the weights after the epoch', async () => {
    const device = open()
    const network = await normalisedNetwork()
    // All of them: eight fill a batch.
    const train = toyImages(32)
    await trainNetwork({ ...request(device, network), train })
    const bytes = await train.load([...train.labels.keys()])
    const moments = tf.tidy(() => {
      const images = tf.div(tf.tensor4d(Float32Array.from(bytes), [32, 8, 8, 3]), 255) as tf.Tensor4D
      const { mean, variance } = tf.moments(tf.reshape(network.forwardTo('conv', images), [-1, 4]), 0)
      return { mean: [...mean.dataSync()], variance: [...variance.dataSync()] }
    })
    const [mean, variance] = network.buffers!.map(({ variable }) => [...variable.dataSync()])
    // 32 images of 6 by 6 positions, as a sample: n - 1.
    const sample = 32 * 36
    moments.mean.forEach((value, channel) => {
      expect(mean![channel]).toBeCloseTo(value, 5)
      expect(variance![channel]).toBeCloseTo((moments.variance[channel]! * sample) / (sample - 1), 5)
    })
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

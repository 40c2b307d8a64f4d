import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Network } from '../../../src/main/network/network'
import { trainNetwork, type TrainingRequest } from '../../../src/main/network/train'
import { publishedTraining } from '../../../src/main/network/training-options'
import type { TrainingProgress } from '../../../src/main/network/training-progress'
import { eagerDevice } from '../../support/eager-device'
import { recordedCheckpoints } from '../../support/recorded-checkpoints'
import { toyImages } from '../../support/toy-images'
import { toyNetwork, type ToyOptions } from '../../support/toy-network'

let tensorsBefore = 0
let networks: Network[] = []
beforeEach(async () => {
  await tf.setBackend('cpu')
  tensorsBefore = tf.memory().numTensors
  networks = []
})
afterEach(() => {
  for (const network of networks) network.dispose()
  expect(tf.memory().numTensors).toBe(tensorsBefore)
})

function toy(options?: ToyOptions): Network {
  const network = toyNetwork(options)
  networks.push(network)
  return network
}

function request(network: Network, changes: Partial<TrainingRequest> = {}): TrainingRequest {
  return {
    device: eagerDevice(),
    network,
    train: toyImages(30),
    validation: toyImages(9, { seed: 2 }),
    ...changes,
    options: {
      ...publishedTraining,
      seed: 5,
      epochs: 3,
      batchSize: 8,
      learningRate: 0.1,
      earlyStopping: null,
      ...changes.options,
    },
  }
}

const weights = (network: Network): number[][] =>
  network.parameters.map(({ variable }) => [...variable.dataSync()])

describe('trainNetwork', () => {
  it('learns', async () => {
    const network = toy()
    const options = { ...publishedTraining, epochs: 12, batchSize: 8, learningRate: 0.1, earlyStopping: null }
    const result = await trainNetwork(request(network, { options }))
    expect(result.history).toHaveLength(12)
    expect(result.history.at(-1)!.trainLoss).toBeLessThan(result.history[0]!.trainLoss / 2)
    expect(result.validationFraction).toBeGreaterThanOrEqual(8 / 9)
  })

  it('gives the same bits for the same seed, dropout included, and others for another', async () => {
    const trained = async (seed: number): Promise<number[][]> => {
      const network = toy({ dropoutRate: 0.5 })
      await trainNetwork(request(network, { options: { ...request(network).options, seed } }))
      return weights(network)
    }
    const first = await trained(5)
    expect(await trained(5)).toEqual(first)
    expect(await trained(6)).not.toEqual(first)
  })

  it('reports every step and epoch', async () => {
    const events: TrainingProgress[] = []
    let clockMs = 0
    await trainNetwork(
      request(toy(), { onProgress: (event) => events.push(event), now: () => (clockMs += 100) }),
    )
    // 30 images in batches of 8: 4 steps an epoch, the last with 6.
    expect(events.map(({ kind }) => kind).join(' ')).toBe(
      Array(3).fill('step step step step epoch').join(' '),
    )
    expect(events.filter(({ kind }) => kind === 'step').map(({ done }) => done)).toEqual([
      8, 16, 24, 30, 38, 46, 54, 60, 68, 76, 84, 90,
    ])
    for (const { total } of events) expect(total).toBe(90)
    // Each reading of the clock moves it by 0.1 s, and a step reads it before and after: 8 images, then 90 in 12 steps.
    expect(events[0]!.imagesPerSecond).toBeCloseTo(80, 9)
    expect(events.at(-1)!.imagesPerSecond).toBeCloseTo(90 / 1.2, 9)
    expect(events.at(-1)!.secondsLeft).toBe(0)
  })

  it('keeps pruned weights at exactly zero and frozen parameters as they are', async () => {
    const network = toy()
    const [kernel, , head] = network.parameters
    const mask = Uint8Array.from({ length: kernel!.variable.size }, (_, index) => index % 2)
    const before = weights(network)
    await trainNetwork(
      request(network, {
        masks: new Map([['conv.weight', mask]]),
        isFrozen: ({ name }) => name === 'head.weight',
      }),
    )
    const after = kernel!.variable.dataSync()
    mask.forEach((kept, index) => {
      expect(after[index] === 0).toBe(kept === 0)
    })
    expect([...head!.variable.dataSync()]).toEqual(before[2])
    expect(weights(network)[3]).not.toEqual(before[3])
  })

  it('stops early and restores the best weights', async () => {
    const network = toy()
    const { checkpoints, epochs } = recordedCheckpoints()
    const options = {
      ...request(network).options,
      epochs: 40,
      learningRate: 0.2,
      earlyStopping: { factor: 1.01, patience: 2 },
    }
    const result = await trainNetwork(request(network, { options, checkpoints }))
    expect(result.stoppedEarly).toBe(true)
    expect(result.history).toHaveLength(result.bestEpoch! + 3)
    const best = epochs[result.bestEpoch!]!
    expect(network.parameters.map(({ name }) => [...best.weights.get(name)!])).toEqual(weights(network))
    const again = toy()
    await trainNetwork(request(again, { options }))
    expect(weights(again)).toEqual(weights(network))
    expect(result.validationFraction).toBe(result.history[result.bestEpoch!]!.validationFraction)
  })

  it.each(['sgd', 'adam'] as const)(
    'goes on from a checkpoint as if it had never stopped (%s)',
    async (kind) => {
      const optimizer =
        kind === 'sgd'
          ? publishedTraining.optimizer
          : { kind, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 }
      const [unbroken, resumed] = [toy({ dropoutRate: 0.3 }), toy({ dropoutRate: 0.3, seed: 99 })]
      const options = {
        ...request(unbroken).options,
        epochs: 4,
        learningRate: 0.02,
        schedule: 'cosine' as const,
        optimizer,
      }
      const now = (): number => 0
      const { checkpoints, epochs } = recordedCheckpoints()
      const whole = await trainNetwork(request(unbroken, { options, checkpoints, now }))
      const half = recordedCheckpoints(epochs.slice(0, 2))
      const rest = await trainNetwork(request(resumed, { options, checkpoints: half.checkpoints, now }))
      expect(weights(resumed)).toEqual(weights(unbroken))
      expect(rest).toEqual({ ...whole, resumedEpochs: 2 })
    },
  )

  it('is cancelled between two steps by a message that arrives meanwhile', async () => {
    const controller = new AbortController()
    let steps = 0
    const onProgress = (): void => {
      steps++
      setImmediate(() => {
        controller.abort()
      })
    }
    await expect(
      trainNetwork(request(toy(), { signal: controller.signal, onProgress })),
    ).rejects.toMatchObject({ code: 'job/cancelled', message: 'Training was cancelled.' })
    expect(steps).toBeLessThanOrEqual(2)
  })

  it('says that training diverged, and what to do', async () => {
    const network = toy()
    // Each step multiplies the weights by 1 - 100 · 10 = -999, so that float32 overflows within 13 steps.
    const optimizer = { kind: 'sgd' as const, momentum: 0, weightDecay: 10 }
    const options = { ...request(network).options, learningRate: 100, epochs: 5, optimizer }
    await expect(trainNetwork(request(network, { options }))).rejects.toMatchObject({
      code: 'training/diverged',
      message: expect.stringMatching(/learning rate of 100\. Start again with a lower one, for example 10\./),
    })
  })

  it('names every option that is out of range', async () => {
    const network = toy()
    await expect(
      trainNetwork(request(network, { options: { ...request(network).options, epochs: 0, batchSize: 0 } })),
    ).rejects.toThrow(/epochs: .*batchSize: /)
  })
})

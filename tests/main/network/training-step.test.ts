import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { randomStream } from '../../../src/main/network/random'
import { createSgd } from '../../../src/main/network/sgd'
import { compileTrainingStep } from '../../../src/main/network/training-step'
import { eagerDevice } from '../../support/eager-device'
import { toyImages } from '../../support/toy-images'
import { toyNetwork } from '../../support/toy-network'

/** One step on the first two toy images, in batches of the size given; loss, hits and the weights after it. */
async function stepOnTwo(batchSize: number): Promise<{ loss: number; correct: number; weights: number[] }> {
  await tf.setBackend('cpu')
  const network = toyNetwork()
  const { parameters } = network
  const sgd = { kind: 'sgd' as const, momentum: 0.9, weightDecay: 0.01 }
  const optimizer = createSgd(sgd, { parameters, masks: new Map() })
  const step = await compileTrainingStep(eagerDevice(), {
    network,
    optimizer,
    trained: parameters,
    batchSize,
  })
  const bytes = await toyImages(2).load([0, 1])
  const images = new Float32Array(batchSize * 8 * 8 * 3)
  bytes.forEach((byte, index) => (images[index] = byte / 255))
  const random = randomStream(1, 'dropout')
  const { loss, correct } = await step.run({
    batch: { indices: [0, 1], images },
    labels: [0, 1],
    learningRate: 0.5,
    random,
  })
  const weights = parameters.flatMap(({ variable }) => [...variable.dataSync()])
  await step.dispose()
  optimizer.dispose()
  network.dispose()
  return { loss, correct, weights }
}

describe('a training step', () => {
  it('is the same with padding as without', async () => {
    const exact = await stepOnTwo(2)
    const padded = await stepOnTwo(5)
    expect(padded.loss).toBeCloseTo(exact.loss, 6)
    expect(padded.correct).toBe(exact.correct)
    padded.weights.forEach((value, index) => {
      expect(value).toBeCloseTo(exact.weights[index]!, 6)
    })
  })

  it('has the gradient that central differences give', async () => {
    await tf.setBackend('cpu')
    const network = toyNetwork({ sizePx: 4 })
    const { parameters } = network
    // With learning rate 1, no momentum and no decay, a step subtracts the gradient itself.
    const sgd = { kind: 'sgd' as const, momentum: 0, weightDecay: 0 }
    const optimizer = createSgd(sgd, { parameters, masks: new Map() })
    const step = await compileTrainingStep(eagerDevice(), {
      network,
      optimizer,
      trained: parameters,
      batchSize: 2,
    })
    const images = Float32Array.from(await toyImages(2, { sizePx: 4 }).load([0, 1]), (byte) => byte / 255)
    const lossAt = async (learningRate: number): Promise<number> => {
      const input = { batch: { indices: [0, 1], images }, labels: [0, 1], learningRate }
      return (await step.run({ ...input, random: randomStream(1, 'dropout') })).loss
    }
    const kernel = parameters[0]!.variable
    const start = Float32Array.from(kernel.dataSync())
    const original = parameters.map(({ variable }) =>
      tf.tidy(() => tf.tensor(variable.dataSync().slice(), variable.shape)),
    )
    await lossAt(1)
    const gradient = start.map((value, index) => value - kernel.dataSync()[index]!)
    const set = (index: number, offset: number): void => {
      parameters.forEach(({ variable }, which) => variable.assign(original[which]!))
      const moved = start.slice()
      moved[index]! += offset
      tf.tidy(() => {
        kernel.assign(tf.tensor(moved, kernel.shape))
      })
    }
    const delta = 1e-2
    for (const index of [0, 17, 53, 107]) {
      set(index, delta)
      const above = await lossAt(0)
      set(index, -delta)
      const below = await lossAt(0)
      expect(gradient[index]).toBeCloseTo((above - below) / (2 * delta), 3)
    }
    tf.dispose(original)
    await step.dispose()
    optimizer.dispose()
    network.dispose()
  })
})

import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { createAdam } from '../../../src/main/network/adam'
import type { Parameter } from '../../../src/main/network/network'
import type { Optimizer, OptimizerOptions } from '../../../src/main/network/optimizer'
import { createSgd } from '../../../src/main/network/sgd'
import { eagerDevice } from '../../support/eager-device'

const gradients = [
  [0.5, -1, 2],
  [1, 0, -0.25],
  [-0.75, 0.5, 0.5],
]

/** Three steps on the weights [1, -2, 0.5], with the learning rates given; the weights after each. */
async function threeSteps(
  create: (options: OptimizerOptions) => Optimizer,
  { rates = [0.1, 0.1, 0.1], mask }: { rates?: number[]; mask?: Uint8Array } = {},
): Promise<{ weights: number[][]; state: number[][] }> {
  await tf.setBackend('cpu')
  const before = tf.memory().numTensors
  const parameter: Parameter = {
    name: 'w',
    kind: 'conv-kernel',
    variable: tf.tidy(() => tf.variable(tf.tensor1d([1, -2, 0.5]))),
  }
  const optimizer = create({ parameters: [parameter], masks: new Map(mask ? [['w', mask]] : []) })
  const step = await eagerDevice().compile(
    ({ gradient, rate }) => {
      optimizer.apply(new Map([['w', gradient!]]), rate as tf.Scalar)
      return { done: tf.scalar(1) }
    },
    { gradient: { shape: [3] }, rate: { shape: [] } },
  )
  const weights = []
  for (const [index, gradient] of gradients.entries()) {
    await step.run({ gradient: Float32Array.from(gradient), rate: Float32Array.of(rates[index]!) })
    weights.push([...parameter.variable.dataSync()])
  }
  const state = optimizer.state.map(({ variable }) => [...variable.dataSync()])
  optimizer.dispose()
  parameter.variable.dispose()
  expect(tf.memory().numTensors).toBe(before)
  return { weights, state }
}

/** Digits to which float32 arithmetic in another order agrees. */
const digits = 6
const expectClose = (actual: number[], expected: number[]): void => {
  actual.forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index]!, digits)
  })
}

describe('SGD', () => {
  const sgd = (options: OptimizerOptions): Optimizer =>
    createSgd({ kind: 'sgd', momentum: 0.9, weightDecay: 0.01 }, options)

  it('steps as torch.optim.SGD(lr=0.1, momentum=0.9, weight_decay=0.01), PyTorch 1.13', async () => {
    const { weights, state } = await threeSteps(sgd)
    // First by hand: g = 0.5 + 0.01 · 1 = 0.51, w = 1 - 0.1 · 0.51 = 0.949.
    expectClose(weights[0]!, [0.949, -1.898, 0.2995])
    expectClose(weights[1]!, [0.802151024, -1.80430198, 0.143750474])
    expectClose(weights[2]!, [0.744184792, -1.76816952, -0.0465678275])
    expectClose(state[0]!, [0.5796625, -0.361324996, 1.90318298])
  })

  it('takes the learning rate of each step', async () => {
    const { weights } = await threeSteps(sgd, { rates: [0, 0.1, 0] })
    expectClose(weights[0]!, [1, -2, 0.5])
    expect(weights[2]).toEqual(weights[1])
  })

  it('keeps pruned weights and their velocity at exactly zero', async () => {
    const { weights, state } = await threeSteps(sgd, { mask: Uint8Array.of(1, 0, 1) })
    for (const step of weights) expect(step[1] === 0).toBe(true)
    expect(state[0]![1] === 0).toBe(true)
    expectClose([weights[2]![0]!, weights[2]![2]!], [0.744184792, -0.0465678275])
  })

  it('without momentum keeps no state', async () => {
    const plain = (options: OptimizerOptions): Optimizer =>
      createSgd({ kind: 'sgd', momentum: 0, weightDecay: 0 }, options)
    const { weights, state } = await threeSteps(plain)
    // 1 - 0.1 · (0.5 + 1 - 0.75)
    expect(weights[2]![0]).toBeCloseTo(0.925, digits)
    expect(state).toEqual([])
  })

  it('refuses a mask that fits no weights', async () => {
    await expect(threeSteps(sgd, { mask: Uint8Array.of(1) })).rejects.toMatchObject({
      code: 'pruning/bad-request',
      message: "The pruning mask of 'w' has 1 elements, its weights have 3.",
    })
  })
})

describe('Adam', () => {
  const adam = (options: OptimizerOptions): Optimizer =>
    createAdam({ kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }, options)

  it('steps as torch.optim.Adam(lr=0.1, weight_decay=0.01), PyTorch 1.13', async () => {
    const { weights } = await threeSteps(adam)
    const loose = (actual: number[], expected: number[]): void => {
      actual.forEach((value, index) => {
        expect(Math.abs(value - expected[index]!)).toBeLessThan(2e-5)
      })
    }
    loose(weights[0]!, [0.9, -1.9, 0.4])
    loose(weights[1]!, [0.803366721, -1.83161914, 0.342559963])
    loose(weights[2]!, [0.775992632, -1.81112635, 0.284016699])
  })

  it('keeps pruned weights and their moments at exactly zero', async () => {
    const { weights, state } = await threeSteps(adam, { mask: Uint8Array.of(1, 0, 1) })
    for (const step of weights) expect(step[1] === 0).toBe(true)
    for (const moment of state.slice(2)) expect(moment[1] === 0).toBe(true)
  })
})

import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { openRuntime } from '../../../src/main/compute/devices/list-devices'
import type { ComputeDevice } from '../../../src/main/compute/program'
import { createAdam } from '../../../src/main/network/adam'
import { compileAccumulatedStep } from '../../../src/main/network/accumulated-step'
import type { Network } from '../../../src/main/network/network'
import { randomStream } from '../../../src/main/network/random'
import { createSgd } from '../../../src/main/network/sgd'
import { compileTrainingStep, type StepResult } from '../../../src/main/network/training-step'
import { eagerDevice } from '../../support/eager-device'
import { normalisedNetwork } from '../../support/normalised-network'
import { toyImages } from '../../support/toy-images'
import { toyNetwork } from '../../support/toy-network'

const batchSize = 10
const images = toyImages(17)
/** Two full batches would need 20 images: the second one has 7, and 3 of padding. */
const steps = [Array.from({ length: 10 }, (_, index) => index), [10, 11, 12, 13, 14, 15, 16]]

const optimizers = {
  'SGD with momentum and decay': createSgd.bind(null, { kind: 'sgd', momentum: 0.9, weightDecay: 0.01 }),
  'plain SGD': createSgd.bind(null, { kind: 'sgd', momentum: 0, weightDecay: 0 }),
  Adam: createAdam.bind(null, { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 }),
}

interface Setting {
  readonly device: ComputeDevice
  readonly network: Network
  readonly optimizer?: keyof typeof optimizers
  readonly masks?: ReadonlyMap<string, Uint8Array>
}

/** Runs both steps, computed in so many parts, and gives what they said and the weights after them. */
async function trained(
  setting: Setting,
  accumulate: number,
): Promise<{ results: StepResult[]; weights: number[] }> {
  const { device, network, optimizer: name = 'SGD with momentum and decay', masks = new Map() } = setting
  const { parameters } = network
  const optimizer = optimizers[name]({ parameters, masks })
  const options = { network, optimizer, trained: parameters, batchSize, accumulate }
  const step = await (accumulate > 1 ? compileAccumulatedStep : compileTrainingStep)(device, options)
  const random = randomStream(1, 'dropout')
  const results: StepResult[] = []
  for (const indices of steps) {
    const bytes = await images.load(
      Array.from({ length: batchSize }, (_, row) => indices[row % indices.length]!),
    )
    const batch = { indices, images: Float32Array.from(bytes, (byte) => byte / 255) }
    const labels = indices.map((index) => images.labels[index]!)
    results.push(await step.run({ batch, labels, learningRate: 0.1, random }))
  }
  const weights = parameters.flatMap(({ variable }) => [...variable.dataSync()])
  await step.dispose()
  optimizer.dispose()
  network.dispose()
  return { results, weights }
}

/** Sums of a few hundred float32 terms in another order. */
const rounding = 1e-5

function expectClose(found: readonly number[], wanted: readonly number[], tolerance = rounding): void {
  expect(found).toHaveLength(wanted.length)
  const largest = Math.max(...found.map((value, index) => Math.abs(value - wanted[index]!)))
  expect(largest).toBeLessThan(tolerance)
}

describe.each(['compiled', 'eager'] as const)('a step in parts, %s', (kind) => {
  const open = (): ComputeDevice => (kind === 'eager' ? eagerDevice() : openRuntime('cpu'))

  it.each([2, 3, 5, 10])(
    '%i parts: the step of the whole batch but for rounding, dropout included',
    async (parts) => {
      const device = open()
      const whole = await trained({ device, network: toyNetwork({ dropoutRate: 0.5 }) }, 1)
      const inParts = await trained({ device, network: toyNetwork({ dropoutRate: 0.5 }) }, parts)
      expectClose(inParts.weights, whole.weights)
      expectClose(
        inParts.results.map(({ loss }) => loss),
        whole.results.map(({ loss }) => loss),
      )
      expect(inParts.results.map(({ correct }) => correct)).toEqual(
        whole.results.map(({ correct }) => correct),
      )
      expect(inParts.weights).not.toEqual((await trained({ device, network: toyNetwork() }, parts)).weights)
    },
  )

  it.each(['plain SGD', 'Adam'] as const)('holds for %s, and pruned weights stay zero', async (optimizer) => {
    const masks = new Map([['conv.weight', Uint8Array.from({ length: 108 }, (_, index) => index % 2)]])
    const device = open()
    const whole = await trained({ device, network: toyNetwork(), optimizer, masks }, 1)
    const inParts = await trained({ device, network: toyNetwork(), optimizer, masks }, 4)
    // Adam divides by the root of a gradient that may be near zero, which magnifies its rounding.
    expectClose(inParts.weights, whole.weights, optimizer === 'Adam' ? 1e-3 : rounding)
    expect(inParts.weights.slice(0, 108).filter((value) => value === 0)).toHaveLength(54)
  })

  it('leaves no tensor behind', async () => {
    const device = open()
    const before = tf.memory().numTensors
    await trained({ device, network: toyNetwork() }, 3)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('differs under batch normalisation, which sees the parts', async () => {
    const device = open()
    const whole = await trained({ device, network: await normalisedNetwork() }, 1)
    const inParts = await trained({ device, network: await normalisedNetwork() }, 2)
    const largest = Math.max(
      ...inParts.weights.map((value, index) => Math.abs(value - whole.weights[index]!)),
    )
    expect(largest).toBeGreaterThan(100 * rounding)
  })
})

it('stops between two parts', async () => {
  const network = toyNetwork()
  const optimizer = optimizers['plain SGD']({ parameters: network.parameters, masks: new Map() })
  const options = { network, optimizer, trained: network.parameters, batchSize: 2, accumulate: 2 }
  const step = await compileAccumulatedStep(openRuntime('cpu'), options)
  const batch = { indices: [0, 1], images: new Float32Array(2 * 8 * 8 * 3) }
  const run = step.run({
    batch,
    labels: [0, 1],
    learningRate: 1,
    random: randomStream(1),
    signal: AbortSignal.abort(),
  })
  await expect(run).rejects.toMatchObject({ code: 'job/cancelled' })
  await step.dispose()
  optimizer.dispose()
  network.dispose()
})

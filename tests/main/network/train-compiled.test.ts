import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { openRuntime } from '../../../src/main/compute/devices/list-devices'
import { architectureSpec, buildNetwork } from '../../../src/main/network/architectures'
import { evaluateNetwork } from '../../../src/main/network/evaluate'
import { heInitialiser } from '../../../src/main/network/initialise'
import type { Network } from '../../../src/main/network/network'
import { trainNetwork, type TrainingResult } from '../../../src/main/network/train'
import { publishedTraining } from '../../../src/main/network/training-options'
import { eagerDevice } from '../../support/eager-device'
import { toyImages } from '../../support/toy-images'
import { toyNetwork } from '../../support/toy-network'

const device = openRuntime('cpu')

const options = {
  ...publishedTraining,
  seed: 5,
  epochs: 4,
  batchSize: 8,
  learningRate: 0.1,
  earlyStopping: null,
}
const weights = (network: Network): number[] =>
  network.parameters.flatMap(({ variable }) => [...variable.dataSync()])
const sizePx = 32

async function trainVgg(): Promise<{ result: TrainingResult; weights: number[]; top1: number }> {
  const spec = architectureSpec('vgg16-w16', sizePx)
  const train = toyImages(48, { sizePx })
  const validation = toyImages(12, { sizePx, seed: 2 })
  const network = await buildNetwork(spec, { classes: train.classes, initialise: heInitialiser(1) })
  const mask = Uint8Array.from({ length: network.parameters[2]!.variable.size }, (_, index) => index % 2)
  const masks = new Map([['features.2.weight', mask]])
  const vggOptions = { ...options, learningRate: 0.02, epochs: 2 }
  const data = { train, validation, masks, options: vggOptions }
  const result = await trainNetwork({ ...data, device, network, now: () => 0 })
  const pruned = network.parameters[2]!.variable.dataSync()
  mask.forEach((kept, index) => {
    if (kept === 0) expect(pruned[index] === 0).toBe(true)
  })
  const { top1Fraction } = await evaluateNetwork(device, network, validation)
  const trained = { result, weights: weights(network), top1: top1Fraction }
  network.dispose()
  return trained
}

describe('training on the compiled CPU device', () => {
  it('equals training on tfjs within float32 rounding', async () => {
    const [compiled, eager] = [toyNetwork(), toyNetwork()]
    const data = { train: toyImages(30), validation: toyImages(9, { seed: 2 }), options }
    await trainNetwork({ ...data, device, network: compiled })
    await trainNetwork({ ...data, device: eagerDevice(), network: eager })
    const expected = weights(eager)
    weights(compiled).forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index]!, 4)
    })
    compiled.dispose()
    eager.dispose()
  })

  it('learns', async () => {
    const network = toyNetwork()
    const data = { train: toyImages(48), validation: toyImages(12, { seed: 2 }) }
    const result = await trainNetwork({ ...data, device, network, options: { ...options, epochs: 15 } })
    expect(result.validationFraction).toBeGreaterThan(0.9)
    network.dispose()
  })

  it('repeats bit for bit on a VGG with dropout and pruned weights, and leaks no tensor', async () => {
    const before = tf.memory().numTensors
    const first = await trainVgg()
    expect(await trainVgg()).toEqual(first)
    expect(tf.memory().numTensors).toBe(before)
  })
})

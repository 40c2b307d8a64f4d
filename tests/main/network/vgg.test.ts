import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { architectureIds, architectureSpec, buildNetwork } from '../../../src/main/network/architectures'
import { heInitialiser, type Initialise } from '../../../src/main/network/initialise'
import type { Network } from '../../../src/main/network/network'
import { createSgd } from '../../../src/main/network/sgd'
import { compileTrainingStep } from '../../../src/main/network/training-step'
import { randomStream } from '../../../src/main/network/random'
import type { VggSpec } from '../../../src/main/network/vgg'
import { eagerDevice } from '../../support/eager-device'

const classes = ['cat', 'dog']
const countParameters = (network: Network): number =>
  network.parameters.reduce((sum, { variable }) => sum + variable.size, 0)

/** Zeros: for tests of structure, where drawing 138 million numbers would only take time. */
const zeros: Initialise = ({ shape }) => new Float32Array(tf.util.sizeFromShape([...shape]))

let tensorsBefore = 0
beforeEach(async () => {
  await tf.setBackend('cpu')
  tensorsBefore = tf.memory().numTensors
})
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore)
})

describe('VGG-16 as published', () => {
  it('has 138,357,544 parameters at 224 px and 1,000 classes, under the names of torchvision', async () => {
    const thousand = Array.from({ length: 1000 }, (_, index) => `class ${index}`)
    const network = await buildNetwork(architectureSpec('vgg16', 224), {
      classes: thousand,
      initialise: zeros,
    })
    expect(countParameters(network)).toBe(138_357_544)
    expect(network.parameters.map(({ name }) => name)).toEqual([
      ...[0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28].flatMap((layer) => [
        `features.${layer}.weight`,
        `features.${layer}.bias`,
      ]),
      ...[0, 3, 6].flatMap((layer) => [`classifier.${layer}.weight`, `classifier.${layer}.bias`]),
    ])
    expect(network.layerNames).toHaveLength(31)
    expect(network.defaultTargetLayer).toBe('features.30')
    expect(network.dropoutShapes(4)).toEqual({ 'classifier.2': [4, 4096], 'classifier.5': [4, 4096] })
    network.dispose()
  })

  it('has 14,719,818 parameters with global average pooling and 10 classes', async () => {
    const ten = Array.from({ length: 10 }, (_, index) => `class ${index}`)
    const network = await buildNetwork(architectureSpec('vgg16-gap', 64), { classes: ten, initialise: zeros })
    // 14,714,688 in the convolutions, 512 · 10 + 10 in the head.
    expect(countParameters(network)).toBe(14_719_818)
    expect(network.parameters.at(-2)!.name).toBe('classifier.weight')
    expect(network.dropoutShapes(4)).toEqual({})
    network.dispose()
  })
})

describe('every registered architecture', () => {
  it.each(architectureIds.filter((id) => id.endsWith('w16')))('%s: layers split where asked', async (id) => {
    const network = await buildNetwork(architectureSpec(id, 64), { classes, initialise: heInitialiser(1) })
    tf.tidy(() => {
      const images = tf.randomUniform<tf.Rank.R4>([2, 64, 64, 3], 0, 1, 'float32', 1)
      const logits = network.forward(images)
      expect(logits.shape).toEqual([2, 2])
      for (const layer of ['features.0', 'features.16', network.defaultTargetLayer]) {
        const activations = network.forwardTo(layer, images)
        expect(activations.rank).toBe(4)
        expect([...network.forwardFrom(layer, activations).dataSync()]).toEqual([...logits.dataSync()])
      }
      expect(network.forwardTo(network.defaultTargetLayer, images).shape).toEqual([2, 2, 2, 32])
    })
    network.dispose()
  })

  it.each([0, 16, 100, 225])('refuses an image of %i px and says which sizes go', async (size) => {
    expect(() => architectureSpec('vgg16-w8', size)).toThrow(/multiple of 32 pixels; \d+ is not\. Use /)
  })

  it('names the known ones for an unknown id', async () => {
    expect(() => architectureSpec('resnet', 224)).toThrow(/no architecture 'resnet'.*vgg16-gap-w8/)
  })

  it('names the layers for an unknown layer', async () => {
    const network = await buildNetwork(architectureSpec('vgg16-w16', 32), {
      classes,
      initialise: heInitialiser(1),
    })
    expect(() => tf.tidy(() => network.forwardTo('features.31', tf.zeros([1, 32, 32, 3])))).toThrow(
      /no layer 'features.31'.*features.30/,
    )
    network.dispose()
  })
})

describe('first weights', () => {
  const build = (seed: number): Promise<Network> =>
    buildNetwork(architectureSpec('vgg16-w8', 32), { classes, initialise: heInitialiser(seed) })

  it('repeat for a seed and have the variance 2 / fan-in', async () => {
    const [network, same, other] = [await build(1), await build(1), await build(2)]
    const values = (from: Network): Float32Array => from.parameters[24]!.variable.dataSync<'float32'>()
    expect(network.parameters[24]!.variable.shape).toEqual([3, 3, 64, 64])
    expect(values(same)).toEqual(values(network))
    expect(values(other)).not.toEqual(values(network))
    const variance = values(network).reduce((sum, value) => sum + value ** 2, 0) / values(network).length
    // 36,864 draws: a standard error of 0.7 %.
    expect(variance / (2 / (9 * 64))).toBeCloseTo(1, 1)
    for (const { kind, variable } of network.parameters) {
      if (kind.endsWith('bias')) expect(variable.dataSync().every((value) => value === 0)).toBe(true)
    }
    for (const each of [network, same, other]) each.dispose()
  })
})

/** The numbers that the PyTorch program drew: the fraction of a large sine, in [-scale, scale). */
function formula(size: number, phase: number, scale: number): Float32Array {
  return Float32Array.from({ length: size }, (_, index) => {
    const value = Math.sin(index * 12.9898 + phase) * 43758.5453
    return (value - Math.floor(value) - 0.5) * 2 * scale
  })
}

describe('a narrow VGG-16 against PyTorch 1.13 (same weights, NCHW)', () => {
  const spec: VggSpec = {
    ...(architectureSpec('vgg16-w16', 32) as VggSpec),
    convWidths: [4, 4, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4],
    denseWidths: [6, 5],
  }
  const asInPyTorch = (): Initialise => {
    let layer = -1
    return ({ kind, shape }) => {
      const size = tf.util.sizeFromShape([...shape])
      if (kind.endsWith('bias')) return formula(size, layer + 0.5, 0.1)
      layer++
      const inputs = size / shape.at(-1)!
      return formula(size, layer, Math.sqrt(6 / inputs))
    }
  }
  const images = formula(2 * 32 * 32 * 3, 0.3, 0.5).map((value) => value + 0.5)
  const expectClose = (actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void => {
    expect(actual).toHaveLength(expected.length)
    expected.forEach((value, index) => {
      expect(Math.abs(actual[index]! - value)).toBeLessThan(tolerance)
    })
  }

  it('has the same logits, losses and weights over four steps of SGD', async () => {
    const network = await buildNetwork(spec, { classes, initialise: asInPyTorch() })
    const optimizer = createSgd(
      { kind: 'sgd', momentum: 0.9, weightDecay: 0.01 },
      { parameters: network.parameters, masks: new Map() },
    )
    const logits = (): Float32Array =>
      tf.tidy(() => network.forward(tf.tensor4d(images, [2, 32, 32, 3])).dataSync<'float32'>())
    expectClose(logits(), [0.108054638, -0.087019138, 0.119009212, -0.095007181], 1e-6)
    const noDropout = { ...network, dropoutShapes: () => ({}) }
    const step = await compileTrainingStep(eagerDevice(), {
      network: noDropout,
      optimizer,
      trained: network.parameters,
      batchSize: 2,
    })
    const losses = []
    for (let index = 0; index < 4; index++) {
      const random = randomStream(1, 'unused')
      const batch = { indices: [0, 1], images }
      losses.push((await step.run({ batch, labels: [1, 0], learningRate: 0.05, random })).loss)
    }
    expectClose(losses, [0.693643332, 0.6835922, 0.678883195, 0.671802878], 2e-6)
    expectClose(logits(), [0.054267928, -0.04230519, 0.12834534, -0.096545964], 1e-5)
    const valuesOf = (name: string): Float32Array =>
      network.parameters.find((parameter) => parameter.name === name)!.variable.dataSync<'float32'>()
    expectClose(valuesOf('features.0.weight').subarray(0, 3), [-0.468398362, 0.390417635, -0.409331769], 1e-5)
    expectClose(valuesOf('features.28.bias'), [0.068536595, 0.003973614, 0.033706214, 0.047070611], 1e-5)
    expectClose(
      valuesOf('classifier.6.weight'),
      [
        0.326954901, -0.074442632, 0.345264018, 0.944679499, 1.0644958, 0.36886251, 0.413033932, -0.302430689,
        -0.299874932, -0.347215146,
      ],
      1e-5,
    )
    await step.dispose()
    optimizer.dispose()
    network.dispose()
  })
})

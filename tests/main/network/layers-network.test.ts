import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { input, layers, model, sequential, type LayersModel } from '@tensorflow/tfjs-layers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { heInitialiser } from '../../../src/main/network/initialise'
import {
  inputSizeOf,
  type KerasTopology,
  outputCountOf,
  parseKerasTopology,
  withNewHead,
  withoutSoftmax,
} from '../../../src/main/network/keras-topology'
import { buildLayersNetwork, type LayersModelSpec } from '../../../src/main/network/layers-network'
import type { Network } from '../../../src/main/network/network'

let tensorsBefore = 0
beforeEach(async () => {
  await tf.setBackend('cpu')
  tensorsBefore = tf.memory().numTensors
})
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore)
})

/** The topology that tfjs writes for a model, as a converter would. */
function topologyOf(built: LayersModel): KerasTopology {
  const json: unknown = JSON.parse(JSON.stringify(built.toJSON(null, false)))
  built.dispose()
  return parseKerasTopology(json, 'test')
}

/** Image 8×8, a stem, a residual block, pooling, dense. */
function residual(): KerasTopology {
  const image = input({ shape: [8, 8, 3], name: 'image' })
  const conv = (name: string, from: ReturnType<typeof input>): ReturnType<typeof input> =>
    layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', name }).apply(from) as ReturnType<
      typeof input
    >
  const stem = conv('stem', image)
  const inner = layers.reLU({ name: 'inner_relu' }).apply(conv('inner', stem)) as typeof stem
  const joined = layers.add({ name: 'joined' }).apply([stem, conv('inner2', inner)]) as typeof stem
  const pooled = layers.globalAveragePooling2d({ name: 'pooled' }).apply(joined) as typeof stem
  const output = layers.dense({ units: 3, activation: 'softmax', name: 'out' }).apply(pooled) as typeof stem
  return topologyOf(model({ inputs: image, outputs: output, name: 'residual' }))
}

const build = (topology: KerasTopology, classes: readonly string[]): Promise<Network> => {
  const spec: LayersModelSpec = {
    kind: 'layers-model',
    name: 'test',
    topology,
    inputSizePx: inputSizeOf(topology),
    inputScaling: 'unit',
  }
  return buildLayersNetwork(spec, classes, heInitialiser(1))
}
const abc = ['a', 'b', 'c']
const image = (): tf.Tensor4D => tf.randomUniform([2, 8, 8, 3], 0, 1, 'float32', 1)

describe('a model with branches', () => {
  it('explains only layers that every path goes through', async () => {
    const network = await build(withoutSoftmax(residual()), abc)
    expect(network.layerNames).toEqual(['stem', 'joined'])
    expect(network.defaultTargetLayer).toBe('joined')
    tf.tidy(() => {
      const images = image()
      const logits = [...network.forward(images).dataSync()]
      for (const layer of network.layerNames) {
        expect([...network.forwardFrom(layer, network.forwardTo(layer, images)).dataSync()]).toEqual(logits)
      }
      expect(() => network.forwardTo('inner', images)).toThrow(
        "no layer 'inner'. Choose one of: stem, joined.",
      )
    })
    network.dispose()
  })

  it('gives logits: without the softmax, rows do not sum to one', async () => {
    const [soft, logits] = [await build(residual(), abc), await build(withoutSoftmax(residual()), abc)]
    tf.tidy(() => {
      const images = image()
      const probabilities = soft.forward(images)
      expect([...tf.sum(probabilities, 1).dataSync()].map((sum) => sum.toFixed(5))).toEqual([
        '1.00000',
        '1.00000',
      ])
      const difference = tf.max(tf.abs(tf.sub(tf.softmax(logits.forward(images)), probabilities)))
      expect(difference.dataSync()[0]).toBeLessThan(1e-6)
    })
    soft.dispose()
    logits.dispose()
  })

  it('gets a new head for other classes', async () => {
    const topology = withNewHead(residual(), 5)
    expect(outputCountOf(topology)).toBe(5)
    const network = await build(topology, ['a', 'b', 'c', 'd', 'e'])
    expect(network.parameters.slice(-2).map(({ name, variable }) => [name, variable.shape])).toEqual([
      ['head/kernel', [4, 5]],
      ['head/bias', [5]],
    ])
    network.dispose()
  })

  it('refuses another number of classes', async () => {
    await expect(build(withoutSoftmax(residual()), ['a', 'b'])).rejects.toThrow(
      'The model test gives [null,3] for a batch, but 2 classes need [null,2]. Replace its head',
    )
  })
})

describe('a chain of layers', () => {
  const chain = (): KerasTopology =>
    topologyOf(
      sequential({
        layers: [
          layers.conv2d({ inputShape: [8, 8, 3], filters: 4, kernelSize: 3, activation: 'relu', name: 'c1' }),
          layers.maxPooling2d({ poolSize: 2, name: 'p1' }),
          layers.flatten({ name: 'flat' }),
          layers.dropout({ rate: 0.25, name: 'drop' }),
          layers.dense({ units: 3, name: 'fc' }),
          layers.activation({ activation: 'softmax', name: 'soft' }),
        ],
      }),
    )

  it('is a network like any other', async () => {
    const network = await build(withoutSoftmax(chain()), abc)
    expect(network.layerNames).toEqual(['c1', 'p1'])
    expect(network.dropoutShapes(2)).toEqual({ drop: [2, 36] })
    expect(network.dropoutRates).toEqual({ drop: 0.25 })
    tf.tidy(() => {
      const images = image()
      const logits = network.forward(images)
      const kept = network.forward(images, { dropout: { drop: tf.ones([2, 36]) } })
      const dropped = network.forward(images, { dropout: { drop: tf.zeros([2, 36]) } })
      expect([...kept.dataSync()]).toEqual([...logits.dataSync()])
      // Nothing but the bias, which starts at zero, is left.
      expect([...dropped.dataSync()].map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0])
      const split = network.forwardFrom('p1', network.forwardTo('p1', images))
      expect([...split.dataSync()]).toEqual([...logits.dataSync()])
    })
    network.dispose()
  })

  it('gets a new head', async () => {
    const network = await build(withNewHead(chain(), 2), ['a', 'b'])
    expect(network.parameters.map(({ name }) => name)).toEqual([
      'c1/kernel',
      'c1/bias',
      'head/kernel',
      'head/bias',
    ])
    network.dispose()
  })
})

describe('what cannot be used', () => {
  it('is refused with the layer and its kind', async () => {
    const withPrelu = topologyOf(
      sequential({
        layers: [
          layers.conv2d({ inputShape: [8, 8, 3], filters: 2, kernelSize: 3, name: 'c' }),
          layers.prelu({ name: 'p' }),
          layers.flatten(),
          layers.dense({ units: 3 }),
        ],
      }),
    )
    await expect(build(withPrelu, abc)).rejects.toThrow(
      "layer 'p' (PReLU) has the weights 'p/alpha', which training and pruning cannot handle",
    )
  })

  it('is a normalisation along another axis than the last', async () => {
    const channelsFirst = topologyOf(
      sequential({
        layers: [
          layers.conv2d({ inputShape: [8, 8, 3], filters: 8, kernelSize: 3, padding: 'same', name: 'c' }),
          layers.batchNormalization({ axis: 1, name: 'bn' }),
          layers.flatten(),
          layers.dense({ units: 3 }),
        ],
      }),
    )
    await expect(build(channelsFirst, abc)).rejects.toThrow(
      "layer 'bn' normalises along axis 1 of [null,8,8,8]",
    )
  })

  it.each([null, {}, { class_name: 'Model', config: {} }, { class_name: 'Lambda', config: { layers: [] } }])(
    'is no topology: %j',
    (json) => {
      expect(() => parseKerasTopology(json, 'model.json')).toThrow(
        /^model.json does not describe a Keras model/,
      )
    },
  )

  it('names the layer class that tfjs does not know', async () => {
    const topology = withoutSoftmax(residual())
    topology.config.layers[2]!.class_name = 'Mystery'
    await expect(build(topology, abc)).rejects.toThrow(/The model test cannot be built: .*Mystery/)
  })
})

import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { input, layers, model, sequential, type LayersModel } from '@tensorflow/tfjs-layers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pruneWeights } from '../../../src/main/jobs/runners/prune-weights'
import { openRuntime } from '../../../src/main/compute/devices/list-devices'
import { createAdam } from '../../../src/main/network/adam'
import {
  type ArchitectureSpec,
  architectureSpec,
  buildNetwork,
} from '../../../src/main/network/architectures'
import { channelGroups } from '../../../src/main/network/channel-groups'
import type { Initialise } from '../../../src/main/network/initialise'
import { parseKerasTopology } from '../../../src/main/network/keras-topology'
import type { ModelMetadata, StoredModel } from '../../../src/main/network/model-file'
import type { Network } from '../../../src/main/network/network'
import type { Optimizer, OptimizerOptions } from '../../../src/main/network/optimizer'
import { randomStream } from '../../../src/main/network/random'
import { createSgd } from '../../../src/main/network/sgd'
import { importNetwork } from '../../../src/main/network/import/import-network'
import { shrinkModel } from '../../../src/main/network/shrink-model'
import { compileTrainingStep } from '../../../src/main/network/training-step'
import { vggSpec } from '../../../src/main/network/vgg'
import { sharedData } from '../../support/shared-data'

const classes = ['cat', 'dog', 'cow']
const at = '2026-01-01T00:00:00.000Z'

/** Anything but zero everywhere, as training makes it; He's scale, so that logits are neither huge nor nothing. */
const trained: Initialise = ({ name, kind, shape }) => {
  const random = randomStream(1, name)
  const fanIn = shape.slice(0, -1).reduce((product, edge) => product * edge, 1)
  const isPositive = /weight|gamma|var/.test(name) && kind === 'norm'
  const scale = kind.endsWith('-kernel') ? Math.sqrt(6 / (kind === 'depthwise-kernel' ? 9 : fanIn)) : 0.3
  return Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => {
    const value = 0.05 + 0.95 * random.nextUniform()
    return isPositive ? value : value * scale * (random.nextUniform() < 0.5 ? -1 : 1)
  })
}

function specOf(built: LayersModel, inputSizePx = 32): ArchitectureSpec {
  const topology = parseKerasTopology(JSON.parse(JSON.stringify(built.toJSON(null, false))), 'test')
  built.dispose()
  return { kind: 'layers-model', name: 'test', topology, inputSizePx, inputScaling: 'unit' }
}

/** As MobileNet v1: padding, strided and depthwise convolutions without bias, batch normalisation, ReLU6. */
const mobile = (): ArchitectureSpec =>
  specOf(
    sequential({
      layers: [
        layers.conv2d({
          inputShape: [32, 32, 3],
          filters: 8,
          kernelSize: 3,
          strides: 2,
          useBias: false,
          name: 'conv1',
        }),
        layers.batchNormalization({ name: 'conv1_bn' }),
        layers.reLU({ maxValue: 6, name: 'conv1_relu' }),
        layers.zeroPadding2d({ padding: 1, name: 'pad' }),
        layers.depthwiseConv2d({ kernelSize: 3, useBias: false, name: 'dw' }),
        layers.batchNormalization({ name: 'dw_bn' }),
        layers.reLU({ maxValue: 6, name: 'dw_relu' }),
        layers.conv2d({ filters: 12, kernelSize: 1, useBias: false, name: 'pw' }),
        layers.batchNormalization({ name: 'pw_bn' }),
        layers.reLU({ maxValue: 6, name: 'pw_relu' }),
        layers.conv2d({ filters: 6, kernelSize: 3, activation: 'relu', name: 'plain' }),
        layers.averagePooling2d({ poolSize: 2, name: 'pooled' }),
        layers.flatten({ name: 'flat' }),
        layers.dense({ units: 10, activation: 'tanh', name: 'hidden' }),
        layers.dense({ units: 3, name: 'head' }),
      ],
    }),
  )

const vgg = (head: 'dense' | 'gap', batchNorm: boolean): ArchitectureSpec =>
  vggSpec({ name: 'vgg16-w16', head, widthDivisor: 16, batchNorm }, 32)

const adam = (options: OptimizerOptions): Optimizer =>
  createAdam({ kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 }, options)
const sgd = (options: OptimizerOptions): Optimizer =>
  createSgd({ kind: 'sgd', momentum: 0.9, weightDecay: 0.01 }, options)

const chains: readonly (readonly [string, () => ArchitectureSpec, typeof adam])[] = [
  ['VGG with dense head, Adam', () => vgg('dense', false), adam],
  ['VGG with pooling head, SGD', () => vgg('gap', false), sgd],
  ['VGG with batch norm and dense head, SGD', () => vgg('dense', true), sgd],
  ['VGG with batch norm and pooling head, Adam', () => vgg('gap', true), adam],
  ['chain of Keras layers, SGD', mobile, sgd],
  ['ResNet, whose blocks lose inner channels, SGD', () => architectureSpec('resnet18-w8', 32), sgd],
]

const metadata = (architecture: ArchitectureSpec): ModelMetadata => ({
  formatVersion: 1,
  architecture,
  classes,
  compressionRate: 1,
  seed: 0,
  lineage: [],
  dataFingerprint: null,
  metrics: {},
  versions: {},
})

const images = (sizePx = 32): tf.Tensor4D => tf.randomUniform([2, sizePx, sizePx, 3], 0, 1, 'float32', 1)
const logitsOf = (network: Network): number[] =>
  tf.tidy(() => [...network.forward(images(network.inputSizePx)).dataSync()])
const nonZeros = ({ parameters }: Network): number =>
  parameters.reduce((sum, { variable }) => sum + variable.dataSync().filter((value) => value !== 0).length, 0)
const sizeOf = ({ parameters }: Network): number =>
  parameters.reduce((sum, { variable }) => sum + variable.size, 0)

/** float32 sums of fewer terms, relative to the largest logit. */
const tolerance = 1e-5
function expectSame(actual: readonly number[], expected: readonly number[]): void {
  const scale = Math.max(...expected.map(Math.abs))
  expect(scale).toBeGreaterThan(1e-3)
  actual.forEach((value, i) => expect(Math.abs(value - expected[i]!) / scale).toBeLessThan(tolerance))
}

async function pruned(architecture: ArchitectureSpec, rate: number): Promise<StoredModel> {
  const network = await buildNetwork(architecture, { classes, initialise: trained })
  const step = { criterion: 'filter-l1', scope: 'all', rate, seed: 0, architecture } as const
  const masks = await pruneWeights(network, new Map(), step)
  return { network, masks, metadata: metadata(architecture) }
}

/** Three steps on random labels: weights, momenta and averages all move. */
async function fineTune({ network, masks }: StoredModel, create: typeof adam): Promise<void> {
  const optimizer = create({ parameters: network.parameters, masks })
  const step = await compileTrainingStep(openRuntime('cpu'), {
    network,
    optimizer,
    trained: network.parameters,
    batchSize: 2,
  })
  const batch = { indices: [0, 1], images: tf.tidy(() => images().dataSync()) as Float32Array }
  for (let i = 0; i < 3; i++) {
    await step.run({ batch, labels: [0, 1], learningRate: 0.01, random: randomStream(i) })
  }
  await step.dispose()
  optimizer.dispose()
}
let tensorsBefore = 0
beforeEach(async () => {
  await tf.setBackend('cpu')
  tensorsBefore = tf.memory().numTensors
})
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore)
})

describe.each(chains)('%s', (_, spec, optimizer) => {
  it('computes the same when silent channels are cut out, and has left what was not zero', async () => {
    const model = await pruned(spec(), 3)
    const before = logitsOf(model.network)
    const { model: shrunk, removedChannels } = await shrinkModel(model, at)
    expect(Object.values(removedChannels).every((count) => count > 0)).toBe(true)
    expectSame(logitsOf(shrunk.network), before)
    expect(sizeOf(shrunk.network)).toBe(nonZeros(model.network))
    expect(sizeOf(shrunk.network) * 3).toBeLessThan(sizeOf(model.network) * 1.25)
    expect(shrunk.masks.size).toBe(0)
    expect(shrunk.metadata.lineage.at(-1)).toMatchObject({ action: 'shrunk', details: { removedChannels } })
    model.network.dispose()
    shrunk.network.dispose()
  })

  it('keeps silent channels silent through training with weight decay', async () => {
    const model = await pruned(spec(), 3)
    const before = logitsOf(model.network)
    await fineTune(model, optimizer)
    expect(logitsOf(model.network)).not.toEqual(before)
    for (const { name, variable } of model.network.parameters) {
      const mask = model.masks.get(name)
      const values = variable.dataSync()
      expect(mask === undefined || values.every((value, i) => mask[i] === 1 || value === 0)).toBe(true)
    }
    const { model: shrunk } = await shrinkModel(model, at)
    expectSame(logitsOf(shrunk.network), logitsOf(model.network))
    model.network.dispose()
    shrunk.network.dispose()
  })
})

describe('what shrinking leaves alone', () => {
  it('a network without silent channels', async () => {
    const architecture = vgg('gap', true)
    const network = await buildNetwork(architecture, { classes, initialise: trained })
    const model = { network, masks: new Map(), metadata: metadata(architecture) }
    const { model: shrunk, removedChannels } = await shrinkModel(model, at)
    expect(Object.values(removedChannels).every((count) => count === 0)).toBe(true)
    expect(logitsOf(shrunk.network)).toEqual(logitsOf(network))
    network.dispose()
    shrunk.network.dispose()
  })

  it('a filter of zeros whose bias still speaks; and one channel of a layer that is all silent', async () => {
    const architecture = vgg('gap', false)
    const network = await buildNetwork(architecture, { classes, initialise: trained })
    const set = (name: string, isZero: (index: number) => boolean) => {
      const { variable } = network.parameters.find((parameter) => parameter.name === name)!
      const values = Float32Array.from(variable.dataSync(), (value, i) => (isZero(i) ? 0 : value))
      tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)))
    }
    set('features.0.weight', (i) => i % 4 === 1 || i % 4 === 2) // 4 filters: the last axis
    set('features.0.bias', (i) => i === 2)
    set('features.26.weight', () => true)
    set('features.26.bias', () => true)
    const model = { network, masks: new Map(), metadata: metadata(architecture) }
    const { model: shrunk, removedChannels } = await shrinkModel(model, at)
    expect(removedChannels).toMatchObject({ 'features.0.weight': 1, 'features.26.weight': 31 })
    expectSame(logitsOf(shrunk.network), logitsOf(network))
    network.dispose()
    shrunk.network.dispose()
  })

  it('masks of single weights, which are cut as their weights are', async () => {
    const model = await pruned(vgg('gap', false), 2)
    const { architecture } = model.metadata
    const step = { criterion: 'local-magnitude', scope: 'conv', rate: 8, seed: 0, architecture } as const
    const masks = await pruneWeights(model.network, model.masks, step)
    const { model: shrunk } = await shrinkModel({ ...model, masks }, at)
    for (const { name, variable } of shrunk.network.parameters.filter(({ kind }) => kind === 'conv-kernel')) {
      const values = variable.dataSync()
      expect(Array.from(shrunk.masks.get(name)!)).toEqual(
        Array.from(values, (value) => (value === 0 ? 0 : 1)),
      )
    }
    expectSame(logitsOf(shrunk.network), logitsOf(model.network))
    model.network.dispose()
    shrunk.network.dispose()
  })
})

const mobileNet = sharedData('pretrained/mobilenet-v1-0.75-224')

it.skipIf(mobileNet === null)(
  'MobileNet with a new head loses half of its weights (skipped where the pretrained model is not beside the repository)',
  async () => {
    const options = { inputSizePx: 32, head: { kind: 'new', classes, seed: 1 } } as const
    const { network, spec: architecture } = await importNetwork(mobileNet!, options)
    const step = { criterion: 'filter-l1', scope: 'conv', rate: 2, seed: 0, architecture } as const
    const masks = await pruneWeights(network, new Map(), step)
    const model = { network, masks, metadata: metadata(architecture) }
    const { model: shrunk } = await shrinkModel(model, at)
    expectSame(logitsOf(shrunk.network), logitsOf(network))
    const weights = ({ parameters }: Network) =>
      parameters.reduce((sum, { kind, variable }) => sum + (kind === 'conv-kernel' ? variable.size : 0), 0)
    expect(weights(network) / weights(shrunk.network)).toBeCloseTo(2, 2)
    network.dispose()
    shrunk.network.dispose()
  },
)

describe('what cannot be removed', () => {
  const refused = async (spec: ArchitectureSpec, message: string) => {
    const network = await buildNetwork(spec, { classes, initialise: trained })
    expect(() => channelGroups(spec, network)).toThrow(message)
    network.dispose()
  }

  it('says which layer joins branches', async () => {
    const image = input({ shape: [8, 8, 3], name: 'image' })
    type Node = typeof image
    const conv = (name: string, from: Node): Node =>
      layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', name }).apply(from) as Node
    const stem = conv('stem', image)
    const joined = layers.add({ name: 'joined' }).apply([stem, conv('inner', stem)]) as Node
    const pooled = layers.globalAveragePooling2d({ name: 'pooled' }).apply(joined) as Node
    const output = layers.dense({ units: 3, name: 'out' }).apply(pooled) as Node
    await refused(
      specOf(model({ inputs: image, outputs: output }), 8),
      "'joined' (Add) joins several branches",
    )
  })

  it('leaves the channels of a layer alone whose zeros do not survive, and takes those of others', async () => {
    const conv = (name: string, activation: 'relu' | 'sigmoid') =>
      layers.conv2d({ inputShape: [8, 8, 3], filters: 4, kernelSize: 3, activation, name })
    const spec = specOf(
      sequential({
        layers: [
          conv('first', 'sigmoid'),
          conv('second', 'relu'),
          layers.globalAveragePooling2d({ name: 'pooled' }),
          layers.dense({ units: 3, activation: 'softplus', name: 'out' }),
        ],
      }),
      8,
    )
    const network = await buildNetwork(spec, { classes, initialise: trained })
    expect(channelGroups(spec, network).map(({ producer }) => producer.parameter)).toEqual(['second/kernel'])
    network.dispose()
  })

  it.each([
    ['sigmoid', 'does not leave zeros at zero'],
    ['softplus', 'does not leave zeros at zero'],
  ] as const)('says that zeros do not survive %s', async (activation, message) => {
    const spec = specOf(
      sequential({
        layers: [
          layers.conv2d({ inputShape: [8, 8, 3], filters: 4, kernelSize: 3, activation, name: 'conv' }),
          layers.globalAveragePooling2d({ name: 'pooled' }),
          layers.dense({ units: 3, name: 'out' }),
        ],
      }),
      8,
    )
    await refused(spec, `'conv' (Conv2D) ${message}`)
  })
})

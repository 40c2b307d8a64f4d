import { matMul, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'
import { studioBackend } from '../src/main/compute/studio-backend'
import { gradCamMethod } from '../src/main/explain/grad-cam-method'
import { architectureSpec, buildNetwork } from '../src/main/network/architectures'
import type { Initialise } from '../src/main/network/initialise'
import type { Network } from '../src/main/network/network'
import { randomStream } from '../src/main/network/random'
import { createSgd } from '../src/main/network/sgd'
import { compileTrainingStep } from '../src/main/network/training-step'
import { device, noise, type RunOnce } from './bench-device'
import { type BenchCase, type CaseKind, productEdge } from './cases'
import { prepareEpoch } from './prepare-epoch'
import { prepareAugmentation, prepareDecoding } from './prepare-images'
import { prepareMaps } from './prepare-maps'
import { preparePruning } from './prepare-pruning'

/** Builds a case's network with random weights and compiles its program. */
export async function prepareCase(benchCase: BenchCase): Promise<RunOnce> {
  studioBackend()
  switch (benchCase.kind) {
    case 'product':
      return prepareProduct()
    case 'decode':
      return prepareDecoding(benchCase)
    case 'augment':
      return prepareAugmentation(benchCase)
    case 'epoch':
      return prepareEpoch(benchCase)
    default:
      return prepareOnNetwork(benchCase, benchCase.kind)
  }
}

async function prepareOnNetwork(
  benchCase: BenchCase,
  kind: Exclude<CaseKind, 'product' | 'decode' | 'augment' | 'epoch'>,
): Promise<RunOnce> {
  const { architecture, sizePx, classCount } = benchCase
  const network = await buildNetwork(architectureSpec(architecture, sizePx), {
    classes: Array.from({ length: classCount }, (_, index) => `class ${index}`),
    initialise: quickInitialiser(),
  })
  switch (kind) {
    case 'forward':
      return prepareForward(network, benchCase)
    case 'step':
      return prepareStep(network, benchCase)
    case 'grad-cam':
      return prepareGradCam(network, benchCase)
    case 'maps':
      return prepareMaps(network, benchCase)
    case 'prune':
      return preparePruning(network, benchCase)
  }
}

async function prepareProduct(): Promise<RunOnce> {
  const shape = [productEdge, productEdge]
  const program = await device.compile(({ a, b }) => ({ product: matMul(a as Tensor2D, b as Tensor2D) }), {
    a: { shape },
    b: { shape },
  })
  const [a, b] = [noise(productEdge ** 2), noise(productEdge ** 2)]
  return async () => {
    await program.run({ a, b })
  }
}

async function prepareForward(network: Network, { batchSize, sizePx, frozen }: BenchCase): Promise<RunOnce> {
  const program = await device.compile(
    (inputs) => ({ logits: network.forward(inputs['images'] as Tensor4D) }),
    { images: { shape: [batchSize, sizePx, sizePx, 3] } },
    { freezeVariables: frozen },
  )
  if (frozen) network.dispose()
  const images = noise(batchSize * sizePx * sizePx * 3)
  return async () => {
    await program.run({ images })
  }
}

/** The published optimiser: momentum 0.9 and weight decay 1e-4. */
async function prepareStep(network: Network, { batchSize, sizePx, classCount }: BenchCase): Promise<RunOnce> {
  const optimizer = createSgd(
    { kind: 'sgd', momentum: 0.9, weightDecay: 1e-4 },
    { parameters: network.parameters, masks: new Map() },
  )
  const step = await compileTrainingStep(device, {
    network,
    optimizer,
    trained: network.parameters,
    batchSize,
  })
  const labels = Array.from({ length: batchSize }, (_, index) => index % classCount)
  const batch = { indices: labels.map((_, index) => index), images: noise(batchSize * sizePx * sizePx * 3) }
  const random = randomStream(1, 'dropout')
  return async () => {
    await step.run({ batch, labels, learningRate: 0.001, random })
  }
}

async function prepareGradCam(network: Network, { batchSize, sizePx }: BenchCase): Promise<RunOnce> {
  const runner = await gradCamMethod.prepare({ network, device, batchSize })
  const images = Uint8Array.from(noise(batchSize * sizePx * sizePx * 3), (value) => value * 255)
  return async () => {
    await runner.explain(images)
  }
}

/** Uniform values of He's variance, from a short table: VGG-16 has 138 million weights. */
function quickInitialiser(): Initialise {
  const table = noise(65_521)
  return ({ kind, shape }) => {
    const values = new Float32Array(shape.reduce((product, edge) => product * edge, 1))
    if (kind === 'conv-bias' || kind === 'dense-bias') return values
    const fanIn = shape.slice(0, -1).reduce((product, edge) => product * edge, 1)
    const width = Math.sqrt(24 / fanIn)
    for (let index = 0; index < values.length; index++) {
      values[index] = (table[index % table.length]! - 0.5) * width
    }
    return values
  }
}

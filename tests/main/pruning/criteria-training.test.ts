import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { criterionKinds } from '../../../src/shared/pruning'
import type { ChannelGroup } from '../../../src/main/pruning/channel-group'
import { countKept, fullMask } from '../../../src/main/pruning/prunable-layer'
import { prune } from '../../../src/main/pruning/prune'
import { trainNetwork } from '../../../src/main/network/train'
import { publishedTraining } from '../../../src/main/network/training-options'
import { eagerDevice } from '../../support/eager-device'
import { toyImages } from '../../support/toy-images'
import { toyNetwork } from '../../support/toy-network'

/** The toy's convolution with 4 filters, whose means over space a dense layer of 3 classes reads. */
const channels: ChannelGroup = {
  channels: 4,
  producer: { parameter: 'conv.weight', shape: [3, 3, 3, 4], axis: 3 },
  companions: [{ parameter: 'conv.bias', shape: [4], axis: 0 }],
  averages: [],
  consumers: [{ parameter: 'head.weight', shape: [4, 3], axis: 0 }],
}

const optimizers = [
  { kind: 'sgd', momentum: 0.9, weightDecay: 0.01 },
  { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
] as const

test.each(criterionKinds.flatMap((kind) => optimizers.map((optimizer) => ({ kind, optimizer }))))(
  'what $kind removed stays exactly zero through training with $optimizer.kind',
  async ({ kind, optimizer }) => {
    await tf.setBackend('cpu')
    const network = toyNetwork()
    const layers = network.parameters
      .filter((parameter) => parameter.kind === 'conv-kernel')
      .map(({ name, variable }) => ({
        name,
        weights: Float32Array.from(variable.dataSync()),
        mask: fullMask(variable.size),
      }))
    const amount = { kind: 'rate', rate: 2 } as const
    const masks = prune(kind, { layers, amount, seed: 1, channelGroups: [channels] })
    const before = layers[0]!.weights
    await trainNetwork({
      device: eagerDevice(),
      network,
      train: toyImages(12),
      validation: toyImages(6, { seed: 2 }),
      options: {
        ...publishedTraining,
        optimizer,
        epochs: 2,
        batchSize: 4,
        learningRate: 0.01,
        earlyStopping: null,
      },
      masks,
    })
    for (const { name, variable } of network.parameters) {
      const values = variable.dataSync()
      const mask = masks.get(name)
      if (mask) expect(values.every((value, i) => mask[i] === 1 || value === 0)).toBe(true)
    }
    // Half of the 108 weights, by two filters of 27 too; the others were trained.
    expect(countKept(masks.get('conv.weight')!)).toBe(54)
    const trained = network.parameters[0]!.variable.dataSync()
    expect(trained.filter((value, i) => value !== 0 && value !== before[i])).toHaveLength(54)
    network.dispose()
  },
)

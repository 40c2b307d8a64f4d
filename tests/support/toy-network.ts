import * as tf from '@tensorflow/tfjs-core'
import { collectParameters, type CreateVariable, heInitialiser } from '../../src/main/network/initialise'
import type { Network } from '../../src/main/network/network'
import { denseLayer, dropoutLayer } from '../../src/main/network/sequential-layers'
import { type SequentialLayer, sequentialNetwork } from '../../src/main/network/sequential-network'
import { toyClasses } from './toy-images'

export interface ToyOptions {
  readonly sizePx?: number
  readonly seed?: number
  readonly dropoutRate?: number
}

/** The smallest network with every kind of layer: convolution 3×3 to 4 channels, ReLU, max-pool, mean, dense. */
export function toyNetwork({ sizePx = 8, seed = 1, dropoutRate = 0 }: ToyOptions = {}): Network {
  const { layers, parameters, buffers } = collectParameters(heInitialiser(seed), (create) =>
    toyLayers(create, dropoutRate),
  )
  return sequentialNetwork({
    classes: toyClasses,
    inputSizePx: sizePx,
    inputScaling: 'unit',
    parameters,
    buffers,
    defaultTargetLayer: 'pool',
    layers,
  })
}

function toyLayers(create: CreateVariable, dropoutRate: number): SequentialLayer[] {
  const kernel = create({ name: 'conv.weight', kind: 'conv-kernel', shape: [3, 3, 3, 4], rectified: true })
  const bias = create({ name: 'conv.bias', kind: 'conv-bias', shape: [4], rectified: true })
  const conv = (input: tf.Tensor): tf.Tensor =>
    tf.add(tf.conv2d(input as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'same'), bias)
  return [
    { name: 'conv', explainable: true, apply: conv },
    { name: 'relu', explainable: true, apply: tf.relu },
    { name: 'pool', explainable: true, apply: (input) => tf.maxPool(input as tf.Tensor4D, 2, 2, 'valid') },
    { name: 'mean', explainable: false, apply: (input) => tf.mean(input, [1, 2]) },
    ...(dropoutRate > 0 ? [dropoutLayer('drop', 4, dropoutRate)] : []),
    denseLayer({ name: 'head', inputs: 4, outputs: toyClasses.length, rectified: false }, create),
  ]
}

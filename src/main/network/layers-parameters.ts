import * as tf from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'
import { StudioError } from '../../shared/errors'
import type { Initialise } from './initialise'
import type { Parameter, ParameterKind } from './network'

type Layer = LayersModel['layers'][number]

/** What the weights of a layer class are, by the last part of their names. */
const weightKinds: Readonly<Record<string, Readonly<Record<string, ParameterKind>>>> = {
  Conv2D: { kernel: 'conv-kernel', bias: 'conv-bias' },
  DepthwiseConv2D: { depthwise_kernel: 'depthwise-kernel', bias: 'conv-bias' },
  SeparableConv2D: {
    depthwise_kernel: 'depthwise-kernel',
    pointwise_kernel: 'conv-kernel',
    bias: 'conv-bias',
  },
  Dense: { kernel: 'dense-kernel', bias: 'dense-bias' },
  BatchNormalization: { gamma: 'norm', beta: 'norm', moving_mean: 'norm', moving_variance: 'norm' },
}
const averages = new Set(['moving_mean', 'moving_variance'])

/**
 * The weights of a model's layers, with the values that `initialise` gives: those that training changes, and the
 * averages of batch normalisation.
 * @throws StudioError `network/bad-architecture` for a layer whose weights are of an unknown kind
 */
export function collectLayerParameters(
  layers: readonly Layer[],
  initialise: Initialise,
): { readonly parameters: readonly Parameter[]; readonly buffers: readonly Parameter[] } {
  const parameters: Parameter[] = []
  const buffers: Parameter[] = []
  for (const layer of layers) {
    const config = layer.getConfig()
    const rectified = typeof config['activation'] === 'string' && config['activation'].startsWith('relu')
    for (const weight of layer.weights) {
      const name = weight.originalName
      const role = name.slice(name.lastIndexOf('/') + 1)
      const kind = weightKinds[layer.getClassName()]?.[role]
      if (!kind) throw unknownWeights(layer, name)
      const variable = weight.read()
      if (!(variable instanceof tf.Variable)) throw unknownWeights(layer, name)
      // Linear layers without an activation of their own are followed by batch normalisation and a ReLU.
      const gain = rectified || kind === 'conv-kernel' || kind === 'depthwise-kernel'
      const values = initialise({ name, kind, shape: variable.shape, rectified: gain })
      tf.tidy(() => {
        variable.assign(tf.tensor(values, variable.shape, 'float32'))
      })
      const list = averages.has(role) ? buffers : parameters
      list.push({ name, kind, variable })
    }
  }
  return { parameters, buffers }
}

function unknownWeights(layer: Layer, name: string): StudioError {
  return new StudioError(
    'network/bad-architecture',
    `The model's layer '${layer.name}' (${layer.getClassName()}) has the weights '${name}', which training and pruning ` +
      `cannot handle. Layers with weights may be ${Object.keys(weightKinds).join(', ')}.`,
  )
}

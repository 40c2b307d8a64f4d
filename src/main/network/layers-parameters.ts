import * as tf from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'
import { StudioError } from '../../shared/errors'
import type { BatchNormalisation } from './batch-normalisation'
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
 * @throws StudioError `network/bad-architecture` for a layer whose weights are of an unknown kind, or that normalises
 *   along another axis than the last
 */
export function collectLayerParameters(
  layers: readonly Layer[],
  initialise: Initialise,
): { readonly parameters: readonly Parameter[]; readonly buffers: readonly Parameter[] } {
  const parameters: Parameter[] = []
  const buffers: Parameter[] = []
  for (const layer of layers) {
    const config = layer.getConfig()
    if (layer.getClassName() === 'BatchNormalization') assertLastAxis(layer)
    const rectified = typeof config['activation'] === 'string' && config['activation'].startsWith('relu')
    for (const weight of layer.weights) {
      const name = weight.originalName
      const role = roleOf(name)
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

/** What a tfjs layer for batch normalisation works with. */
export function layerNormalisation(layer: Layer): BatchNormalisation {
  const weights = new Map(
    layer.weights.map((weight) => [roleOf(weight.originalName), weight.read() as tf.Variable]),
  )
  return {
    scale: weights.get('gamma'),
    offset: weights.get('beta'),
    averages: { mean: weights.get('moving_mean')!, variance: weights.get('moving_variance')! },
    epsilon: Number(layer.getConfig()['epsilon']),
  }
}

function assertLastAxis(layer: Layer): void {
  const axis = Number(layer.getConfig()['axis'])
  const { outputShape } = layer
  if (axis === -1 || axis === outputShape.length - 1) return
  throw new StudioError(
    'network/bad-architecture',
    `The model's layer '${layer.name}' normalises along axis ${axis} of ${JSON.stringify(outputShape)}; only models with ` +
      'the channels last can be used.',
  )
}

/** `kernel` of `conv1/kernel`. */
function roleOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

function unknownWeights(layer: Layer, name: string): StudioError {
  return new StudioError(
    'network/bad-architecture',
    `The model's layer '${layer.name}' (${layer.getClassName()}) has the weights '${name}', which training and pruning ` +
      `cannot handle. Layers with weights may be ${Object.keys(weightKinds).join(', ')}.`,
  )
}

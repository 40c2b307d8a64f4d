import { StudioError } from '../../shared/errors'
import type { KerasLayer } from './keras-topology'
import type { LayersModelSpec } from './layers-network'

/** Layers that leave a channel of zeros a channel of zeros, and channels where they are. */
const neutralLayers: ReadonlySet<string> = new Set([
  'InputLayer',
  'BatchNormalization',
  'ReLU',
  'LeakyReLU',
  'ELU',
  'Dropout',
  'SpatialDropout2D',
  'MaxPooling2D',
  'AveragePooling2D',
  'GlobalMaxPooling2D',
  'GlobalAveragePooling2D',
  'ZeroPadding2D',
  'Flatten',
])

/** Activations that are 0 at 0. */
const neutralActivations: ReadonlySet<string> = new Set([
  'linear',
  'relu',
  'relu6',
  'tanh',
  'elu',
  'selu',
  'softsign',
  'swish',
  'gelu',
])

const weightedLayers: ReadonlySet<string> = new Set([
  'Conv2D',
  'DepthwiseConv2D',
  'SeparableConv2D',
  'Dense',
  'Activation',
])

/**
 * Refuses a model from which channels cannot be removed without changing what it computes.
 * @throws StudioError `pruning/bad-request` naming the layer
 */
export function assertChainOfLayers({ name, topology }: LayersModelSpec): void {
  const layers = topology.config.layers
  layers.forEach((layer, index) => {
    const reason = obstacle(layer, { before: layers[index - 1], isLast: index === layers.length - 1 })
    if (reason === null) return
    throw new StudioError(
      'pruning/bad-request',
      `Channels cannot be removed from ${name}: its layer '${layer.config.name}' (${layer.class_name}) ${reason}. ` +
        'Choose a criterion that removes single weights; zeros in whole channels then stay in the file.',
    )
  })
}

function obstacle(
  layer: KerasLayer,
  { before, isLast }: { readonly before: KerasLayer | undefined; readonly isLast: boolean },
): string | null {
  const { class_name: kind, config, inbound_nodes: nodes } = layer
  const inputs = (nodes?.[0] ?? []).map(([from]) => from)
  if (nodes !== undefined && nodes.length > 1) return 'is used more than once'
  if (inputs.length > 1) return 'joins several branches'
  if (inputs.length === 1 && inputs[0] !== before?.config.name) return 'starts a branch'
  if (!neutralLayers.has(kind) && !weightedLayers.has(kind)) return 'may move channels or fill them'
  if ((config['depth_multiplier'] ?? 1) !== 1) return 'makes several channels of one'
  if ((config['groups'] ?? 1) !== 1) return 'works on groups of channels'
  const activation = config['activation'] ?? 'linear'
  const isNeutral = typeof activation === 'string' && neutralActivations.has(activation)
  return isNeutral || isLast ? null : 'does not leave zeros at zero'
}

import { StudioError } from '../../shared/errors'
import type { ChannelAxis, ChannelGroup } from '../pruning/channel-group'
import { channelAxis } from './channel-axis'
import type { KerasLayer } from './keras-topology'
import type { LayersModelSpec } from './layers-network'
import type { Network, Parameter } from './network'

/** Layers without weights that leave a channel of zeros a channel of zeros, and channels where they are. */
const neutralLayers: ReadonlySet<string> = new Set([
  'Activation',
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

/** Layers that make channels of their own from those that they read. */
const producers: ReadonlySet<string> = new Set(['Conv2D', 'SeparableConv2D', 'Dense'])

/**
 * The channels of a graph of Keras layers that can be removed one by one: those that reach other convolutions or dense
 * layers through nothing but normalisation, depthwise convolutions and layers that leave zeros at zero. What several
 * branches add up or join has to stay; in a residual network the inner channels of the blocks can go, as in Li et al.
 * 2017.
 * @throws StudioError `pruning/bad-request` naming the layer in the way, if no channel of the network can be removed
 */
export function layerChannelGroups(spec: LayersModelSpec, network: Network): readonly ChannelGroup[] {
  const layers = spec.topology.config.layers
  const readersOf = readers(layers)
  const found = layers
    .filter((layer) => producers.has(layer.class_name))
    .map((layer) => collectGroup(layer, readersOf, network))
  const groups = found.flatMap((each) => ('producer' in each ? [each] : []))
  if (groups.length > 0) return groups
  const [first] = found.flatMap((each) => ('producer' in each ? [] : [each]))
  throw new StudioError(
    'pruning/bad-request',
    `Channels cannot be removed from ${spec.name}: ${first ? describe(first) : 'it has no convolutions'}. Choose a ` +
      'criterion that removes single weights.',
  )
}

interface Obstacle {
  readonly layer: KerasLayer
  readonly reason: string
}

function describe({ layer, reason }: Obstacle): string {
  return `its layer '${layer.config.name}' (${layer.class_name}) ${reason}`
}

type ReadersOf = (layer: KerasLayer) => readonly KerasLayer[]

/** The layers that read a layer's output; in a plain list (`Sequential`) each reads the one before. */
function readers(layers: readonly KerasLayer[]): ReadersOf {
  const inputsOf = (layer: KerasLayer, index: number): readonly string[] => {
    if (layer.inbound_nodes === undefined) return index === 0 ? [] : [layers[index - 1]!.config.name]
    return layer.inbound_nodes.flatMap((node) => node.map(([from]) => from))
  }
  const inputs = layers.map(inputsOf)
  return ({ config }) => layers.filter((_, index) => inputs[index]!.includes(config.name))
}

function collectGroup(producer: KerasLayer, readersOf: ReadersOf, network: Network): ChannelGroup | Obstacle {
  const own = parametersOf(producer, network.parameters)
  const kernel = own.find(isDense)!
  const group = {
    channels: kernel.variable.shape.at(-1)!,
    producer: channelAxis(kernel, -1),
    companions: own.filter(({ kind }) => kind.endsWith('-bias')).map((each) => channelAxis(each, 0)),
    averages: [] as ChannelAxis[],
    consumers: [] as ChannelAxis[],
  }
  const ahead: KerasLayer[] = [producer]
  for (const layer of ahead) {
    const isConsumer = layer !== producer && producers.has(layer.class_name)
    const obstacle = obstacleAt(layer, isConsumer)
    if (obstacle !== null) return { layer, reason: obstacle }
    if (!isConsumer) {
      const next = readersOf(layer)
      if (next.length === 0) return { layer, reason: 'gives the outputs, one for each class' }
      ahead.push(...next.filter((each) => !ahead.includes(each)))
    }
    if (layer === producer) continue
    group.averages.push(...parametersOf(layer, network.buffers ?? []).map((each) => channelAxis(each, 0)))
    for (const each of parametersOf(layer, network.parameters)) {
      if (isDense(each)) group.consumers.push(channelAxis(each, -2))
      else if (each.kind === 'depthwise-kernel') group.companions.push(channelAxis(each, 2))
      else if (!isConsumer) group.companions.push(channelAxis(each, 0))
    }
  }
  return group
}

/** A kernel that reads all channels and makes others. */
function isDense({ kind }: Parameter): boolean {
  return kind === 'conv-kernel' || kind === 'dense-kernel'
}

function parametersOf({ config }: KerasLayer, all: readonly Parameter[]): readonly Parameter[] {
  return all.filter(({ name }) => name.slice(0, name.lastIndexOf('/')) === config.name)
}

function obstacleAt(
  { class_name: kind, config, inbound_nodes: nodes }: KerasLayer,
  isConsumer: boolean,
): string | null {
  if (nodes !== undefined && nodes.length > 1) return 'is used more than once'
  if ((nodes?.[0] ?? []).length > 1) return 'joins several branches'
  const isKnown = neutralLayers.has(kind) || producers.has(kind) || channelwise.has(kind)
  if (!isKnown) return 'may move channels or fill them'
  if ((config['depth_multiplier'] ?? 1) !== 1) return 'makes several channels of one'
  if ((config['groups'] ?? 1) !== 1) return 'works on groups of channels'
  const activation = config['activation'] ?? 'linear'
  const isNeutral = typeof activation === 'string' && neutralActivations.has(activation)
  return isNeutral || isConsumer ? null : 'does not leave zeros at zero'
}

/** Layers whose weights belong to one channel each. */
const channelwise: ReadonlySet<string> = new Set(['BatchNormalization', 'DepthwiseConv2D'])

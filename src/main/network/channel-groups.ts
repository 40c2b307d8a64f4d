import { StudioError } from '../../shared/errors'
import type { ChannelGroup } from '../pruning/channel-group'
import type { ArchitectureSpec } from './architectures'
import { channelAxis } from './channel-axis'
import { layerChannelGroups } from './layer-channels'
import type { Network, Parameter } from './network'
import { resnetLayers } from './resnet'

/**
 * The channels of a network that can be removed one by one without another network coming out: of a VGG those of every
 * convolution and dense layer but the last, whose outputs are the classes; of others see `layerChannelGroups`.
 * @throws StudioError `pruning/bad-request` for a network of which no channel can be removed, naming the layer
 */
export function channelGroups(spec: ArchitectureSpec, network: Network): readonly ChannelGroup[] {
  const groups = groupsOf(spec, network)
  groups.forEach(assertWhole)
  return groups
}

function groupsOf(spec: ArchitectureSpec, network: Network): readonly ChannelGroup[] {
  switch (spec.kind) {
    case 'vgg16':
      return chainGroups(network)
    case 'resnet':
      return layerChannelGroups(resnetLayers(spec, network.classes.length), network)
    case 'layers-model':
      return layerChannelGroups(spec, network)
  }
}

/** In a chain of layers each one's channels are read by the next alone, and parameters come in the order of layers. */
function chainGroups({ parameters, buffers = [] }: Network): readonly ChannelGroup[] {
  const kernels = parameters.flatMap(({ kind }, index) =>
    kind === 'conv-kernel' || kind === 'dense-kernel' ? [index] : [],
  )
  return kernels.slice(0, -1).map((start, order) => {
    const end = kernels[order + 1]!
    const companions = parameters.slice(start + 1, end)
    const layers = new Set(companions.filter(({ kind }) => kind === 'norm').map(layerName))
    return {
      channels: parameters[start]!.variable.shape.at(-1)!,
      producer: channelAxis(parameters[start]!, -1),
      companions: companions.map((each) => channelAxis(each, 0)),
      averages: buffers.filter((each) => layers.has(layerName(each))).map((each) => channelAxis(each, 0)),
      consumers: [channelAxis(parameters[end]!, -2)],
    }
  })
}

/** `features.1` of `features.1.running_mean`. */
function layerName({ name }: Parameter): string {
  return name.slice(0, name.lastIndexOf('.'))
}

function assertWhole({ channels, producer, companions, averages, consumers }: ChannelGroup): void {
  const broken = [...companions, ...averages, ...consumers].find(
    ({ shape, axis: index }) => shape[index]! % channels !== 0,
  )
  if (!broken) return
  throw new StudioError(
    'pruning/bad-request',
    `Channels cannot be removed from this network: ${producer.parameter} makes ${channels}, but ` +
      `${broken.parameter} after it is [${broken.shape.join(', ')}]. Choose a criterion that removes single weights.`,
  )
}

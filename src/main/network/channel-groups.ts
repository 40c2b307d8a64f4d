import { StudioError } from '../../shared/errors'
import type { ChannelAxis, ChannelGroup } from '../pruning/channel-group'
import type { ArchitectureSpec } from './architectures'
import { assertChainOfLayers } from './chain-of-layers'
import type { Network, Parameter } from './network'
import { resnetLayers } from './resnet'

/**
 * The channels of a network that is a plain chain of layers: those of every convolution and dense layer but the last,
 * whose outputs are the classes. In a chain each layer's channels are read by the next one alone, and parameters come
 * in the order of the layers.
 * @throws StudioError `pruning/bad-request` for a network with branches, or a layer that channels cannot be cut out of
 */
export function channelGroups(spec: ArchitectureSpec, network: Network): readonly ChannelGroup[] {
  switch (spec.kind) {
    case 'vgg16':
      break
    case 'resnet':
      assertChainOfLayers(resnetLayers(spec, network.classes.length))
      break
    case 'layers-model':
      assertChainOfLayers(spec)
  }
  const { parameters, buffers = [] } = network
  const kernels = parameters.flatMap(({ kind }, index) =>
    kind === 'conv-kernel' || kind === 'dense-kernel' ? [index] : [],
  )
  return kernels.slice(0, -1).map((start, order) => {
    const end = kernels[order + 1]!
    const companions = parameters.slice(start + 1, end)
    const norms = new Set(companions.filter(({ kind }) => kind === 'norm').map(layerName))
    const group: ChannelGroup = {
      channels: parameters[start]!.variable.shape.at(-1)!,
      producer: axis(parameters[start]!, -1),
      companions: companions.map((each) => axis(each, each.kind === 'depthwise-kernel' ? 2 : 0)),
      averages: buffers.filter((each) => norms.has(layerName(each))).map((each) => axis(each, 0)),
      consumers: [axis(parameters[end]!, -2)],
    }
    assertWhole(group)
    return group
  })
}

function axis({ name, variable }: Parameter, index: number): ChannelAxis {
  const { shape } = variable
  return { parameter: name, shape, axis: index < 0 ? shape.length + index : index }
}

/** `features.1` of `features.1.running_mean`, `conv1_bn` of `conv1_bn/gamma`. */
function layerName({ name }: Parameter): string {
  return name.slice(0, Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')))
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

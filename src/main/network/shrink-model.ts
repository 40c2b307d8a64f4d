import type { ChannelAxis, ChannelGroup } from '../pruning/channel-group'
import { elementCount, visitRuns } from '../pruning/channel-group'
import { buildNetwork, type ArchitectureSpec } from './architectures'
import { channelGroups } from './channel-groups'
import { resnetLayers } from './resnet'
import type { LineageStep, StoredModel } from './model-file'
import { captureValues, type NamedValues } from './variable-values'

/** A smaller network that computes the same. */
export interface ShrunkModel {
  readonly model: StoredModel
  /** Channels removed, by the name of the kernel that made them; every kernel that could lose some is listed. */
  readonly removedChannels: Readonly<Record<string, number>>
}

/**
 * Cuts out every channel that is zero for any image, because all that makes it is zero: its filter, its bias, and
 * scale and shift of its normalisation. The outputs stay the same but for the rounding of sums. A filter whose weights
 * are zero but whose bias is not still speaks, and stays; a layer that would lose all its channels keeps one. Masks are
 * cut as well, and dropped where nothing is masked any more. The caller disposes of both networks.
 * @param at when (ISO 8601), for the lineage
 * @throws StudioError `pruning/bad-request` for a network of which no channel can be removed
 */
export async function shrinkModel(
  { network, metadata, masks }: StoredModel,
  at: string,
): Promise<ShrunkModel> {
  const { architecture } = metadata
  const groups = channelGroups(architecture, network)
  const values = await captureValues([...network.parameters, ...(network.buffers ?? [])])
  const kept = new Map(groups.map((group) => [group, speakingChannels(group, values)]))
  const cut = <T extends Float32Array | Uint8Array>(name: string, array: T): T =>
    cutChannels(name, array, kept)

  const spec = withWidths(architecture, kept, network.classes.length)
  const shrunk = await buildNetwork(spec, {
    classes: network.classes,
    initialise: ({ name }) => cut(name, values.get(name)!),
  })
  const removedChannels = Object.fromEntries(
    [...kept].map(([group, channels]) => [group.producer.parameter, group.channels - channels.length]),
  )
  const step: LineageStep = {
    action: 'shrunk',
    compressionRate: metadata.compressionRate,
    at,
    details: { removedChannels },
  }
  const cutMasks = [...masks].map(([name, mask]) => [name, cut(name, mask)] as const)
  return {
    model: {
      network: shrunk,
      masks: new Map(cutMasks.filter(([, mask]) => mask.includes(0))),
      metadata: { ...metadata, architecture: spec, lineage: [...metadata.lineage, step] },
    },
    removedChannels,
  }
}

/** Channels with anything that makes them above zero, or the first one where there are none. */
function speakingChannels(
  { channels, producer, companions }: ChannelGroup,
  values: NamedValues,
): readonly number[] {
  const speaks = new Uint8Array(channels)
  for (const axis of [producer, ...companions]) {
    const array = values.get(axis.parameter)!
    visitRuns(axis, channels, (channel, start, end) => {
      for (let i = start; i < end; i++) if (array[i] !== 0) speaks[channel] = 1
    })
  }
  const speaking = [...speaks.keys()].filter((channel) => speaks[channel] === 1)
  return speaking.length > 0 ? speaking : [0]
}

type KeptChannels = ReadonlyMap<ChannelGroup, readonly number[]>

/** What is left of a parameter, or of its mask: along the axis that its layer reads, and that it makes. */
function cutChannels<T extends Float32Array | Uint8Array>(name: string, array: T, kept: KeptChannels): T {
  let left = array
  let shape: readonly number[] | undefined
  for (const [group, channels] of kept) {
    const { producer, companions, averages, consumers } = group
    const axis = [producer, ...companions, ...averages, ...consumers].find(
      ({ parameter }) => parameter === name,
    )
    if (!axis) continue
    const now = { ...axis, shape: shape ?? axis.shape }
    left = cutAxis(left, now, { channels: group.channels, kept: new Set(channels) })
    shape = now.shape.map((edge, index) =>
      index === axis.axis ? (edge / group.channels) * channels.length : edge,
    )
  }
  return left
}

function cutAxis<T extends Float32Array | Uint8Array>(
  array: T,
  axis: ChannelAxis,
  { channels, kept }: { readonly channels: number; readonly kept: ReadonlySet<number> },
): T {
  const left = array.slice(0, (elementCount(axis) / channels) * kept.size) as T
  let filled = 0
  visitRuns(axis, channels, (channel, start, end) => {
    if (!kept.has(channel)) return
    left.set(array.subarray(start, end), filled)
    filled += end - start
  })
  return left
}

function withWidths(spec: ArchitectureSpec, kept: KeptChannels, classCount: number): ArchitectureSpec {
  const widths = new Map([...kept].map(([group, channels]) => [group.producer.parameter, channels.length]))
  switch (spec.kind) {
    case 'vgg16': {
      const all = [...widths.values()]
      const convs = spec.convWidths.length
      return { ...spec, convWidths: all.slice(0, convs), denseWidths: all.slice(convs) }
    }
    case 'resnet':
      return withWidths(resnetLayers(spec, classCount), kept, classCount)
    case 'layers-model': {
      const topology = structuredClone(spec.topology)
      for (const { class_name: kind, config } of topology.config.layers) {
        const width = [...widths].find(([parameter]) => parameter.startsWith(`${config.name}/`))?.[1]
        if (width !== undefined) config[kind === 'Dense' ? 'units' : 'filters'] = width
      }
      return { ...spec, topology }
    }
  }
}

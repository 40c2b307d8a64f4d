import { StudioError } from '../../../shared/errors'
import { heInitialiser } from '../initialise'
import {
  inputSizeOf,
  type KerasTopology,
  newHeadName,
  outputCountOf,
  withInputSize,
  withNewHead,
  withoutSoftmax,
} from '../keras-topology'
import { buildLayersNetwork, type LayersModelSpec } from '../layers-network'
import type { Network, Parameter } from '../network'
import { fillNetwork } from './fill-network'
import type { ForeignTensor } from './foreign-tensor'
import { type ImportedNetwork, type ImportFormat, type ImportOptions, keptClasses } from './import-options'
import { kerasScaling } from './keras-scaling'
import type { WeightSource } from './weight-source'

/** A model by Keras' description and its weights. */
export interface TopologyFile {
  readonly format: ImportFormat
  /** As the model is called, `mobilenet-v1-0.75-224`. */
  readonly name: string
  readonly topology: KerasTopology
  /** Names of its classes; null where it has none. */
  readonly labels: readonly string[] | null
  readonly inputScaling: LayersModelSpec['inputScaling'] | null
  readonly source: WeightSource
  /** Where the file has the parameters of a network made of the description. */
  tensorsOf(network: Network): (parameter: Parameter) => ForeignTensor
  /** The layer that a tensor of the file belongs to. */
  layerOf(tensor: string): string
}

/**
 * The network of a description with the file's weights. A softmax at the end is taken off: networks give logits.
 * @throws StudioError `network/bad-architecture`, `network/bad-weights` naming the tensor
 */
export async function importTopology(file: TopologyFile, options: ImportOptions): Promise<ImportedNetwork> {
  const { head, inputSizePx } = options
  if (options.architecture !== undefined) throw ownArchitecture(file.name)
  const complete = file.topology
  const changed = head.kind === 'new' ? withNewHead(complete, head.classes.length) : withoutSoftmax(complete)
  const topology = inputSizePx === undefined ? changed : withInputSize(changed, inputSizePx)
  const spec: LayersModelSpec = {
    kind: 'layers-model',
    name: file.name,
    topology,
    inputSizePx: inputSizeOf(topology),
    inputScaling: options.inputScaling ?? file.inputScaling ?? kerasScaling(complete, file.name),
  }
  const classes =
    head.kind === 'new' ? head.classes : keptClasses(head.classes, file.labels, outputCountOf(topology) ?? 0)
  const drawnLayers = head.kind === 'new' ? [newHeadName] : []
  const isDrawn = ({ name }: { readonly name: string }) =>
    drawnLayers.some((layer) => name.startsWith(`${layer}/`))
  const draw = heInitialiser(head.kind === 'new' ? head.seed : 0)
  const network = await buildLayersNetwork(spec, classes, (plan) =>
    isDrawn(plan) ? draw(plan) : new Float32Array(plan.shape.reduce((product, edge) => product * edge, 1)),
  )
  try {
    const left = new Set(topology.config.layers.map(({ config }) => config.name))
    const isUnused = (tensor: string) => {
      const layer = file.layerOf(tensor)
      // The model may have had a layer of the new head's name.
      return !left.has(layer) || drawnLayers.includes(layer)
    }
    const tensorOf = file.tensorsOf(network)
    await fillNetwork(network, { source: file.source, networkName: spec.name, tensorOf, isDrawn, isUnused })
    return { format: file.format, spec, network, drawnLayers }
  } catch (error) {
    network.dispose()
    throw error
  }
}

function ownArchitecture(name: string): StudioError {
  return new StudioError(
    'network/bad-architecture',
    `${name} describes its own architecture, so none can be chosen. Leave --architecture out.`,
  )
}

import { basename } from 'node:path'
import { StudioError } from '../../../shared/errors'
import { type KerasTopology, parseKerasTopology } from '../keras-topology'
import type { Network, Parameter } from '../network'
import type { ForeignTensor } from './foreign-tensor'
import { type ImportedNetwork, type ImportOptions } from './import-options'
import { importTopology } from './import-topology'
import { importVgg } from './import-vgg'
import { asKeras2 } from './keras3-topology'
import { type KerasWeights, openKerasWeights } from './keras-weights'
import { recogniseKerasVgg } from './recognise-vgg'

/**
 * Imports a Keras model from HDF5: a whole model (`model.save('m.h5')`), or the weights alone of a VGG-16, as Keras
 * publishes them with and without top (`vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5`).
 * @throws StudioError `file/not-found`, `network/bad-architecture`, `network/bad-weights` naming the tensor
 */
export async function importKerasFile(path: string, options: ImportOptions): Promise<ImportedNetwork> {
  const weights = await openKerasWeights(path)
  try {
    return await importWeights(weights, options)
  } finally {
    await weights.source.close()
  }
}

async function importWeights(weights: KerasWeights, options: ImportOptions): Promise<ImportedNetwork> {
  const { config, source } = weights
  if (config !== null) {
    const topology = parseKerasConfig(config, source.fileName)
    return importKerasModel({ ...weights, topology, name: nameOf(source.fileName) }, options)
  }
  const found = recogniseKerasVgg(weights)
  if (found) return importVgg({ source, found, own: null }, options)
  const layers = [...weights.layers.keys()]
  throw new StudioError(
    'network/bad-architecture',
    `${source.fileName} holds weights without the model that they belong to` +
      `${layers.length > 0 ? ` (layers ${layers.slice(0, 5).join(', ')}, ...)` : ''}; of such files only VGG-16's are ` +
      "known. Save the whole model in Keras, model.save('name.h5'), and import that file.",
  )
}

/** A Keras model: its description, and the weights of its layers in Keras' order. */
export interface KerasModel extends Pick<KerasWeights, 'source' | 'layers'> {
  readonly name: string
  readonly topology: KerasTopology
}

/** Errors as `importTopology`. */
export function importKerasModel(model: KerasModel, options: ImportOptions): Promise<ImportedNetwork> {
  const layerByTensor = new Map(
    [...model.layers].flatMap(([layer, tensors]) => tensors.map((tensor) => [tensor, layer] as const)),
  )
  const file = {
    format: 'keras',
    name: model.name,
    topology: model.topology,
    labels: null,
    inputScaling: null,
    source: model.source,
    tensorsOf: (network: Network) => byPosition(network, model.layers),
    layerOf: (tensor: string) => layerByTensor.get(tensor)!,
  } as const
  return importTopology(file, options)
}

/**
 * Keras and tfjs list a layer's weights in the same order, but Keras 3 names some differently (`kernel` instead of
 * `depthwise_kernel`), so the place in the list counts.
 */
function byPosition(
  network: Network,
  layers: ReadonlyMap<string, readonly string[]>,
): (parameter: Parameter) => ForeignTensor {
  const placed = Map.groupBy([...network.parameters, ...(network.buffers ?? [])], ({ name }) => layerOf(name))
  return (parameter) => {
    const layer = layerOf(parameter.name)
    const place = placed.get(layer)!.indexOf(parameter)
    return { name: layers.get(layer)?.[place] ?? parameter.name, shape: parameter.variable.shape }
  }
}

function layerOf(parameter: string): string {
  return parameter.slice(0, parameter.lastIndexOf('/'))
}

function nameOf(fileName: string): string {
  return basename(fileName).replace(/\.(weights\.)?[^.]+$/, '')
}

/**
 * A model's description by Keras 2 or 3, from its JSON.
 * @throws StudioError `network/bad-architecture`
 */
export function parseKerasConfig(text: string, fileName: string): KerasTopology {
  let description: unknown
  try {
    description = JSON.parse(text)
  } catch (cause) {
    throw new StudioError(
      'network/bad-architecture',
      `The description of the model in ${fileName} is not JSON. Save the model again.`,
      { cause },
    )
  }
  return parseKerasTopology(asKeras2(description), fileName)
}

import { StudioError } from '../../../shared/errors'
import { type ArchitectureSpec, buildNetwork } from '../architectures'
import { heInitialiser } from '../initialise'
import type { Parameter } from '../network'
import { fillNetwork } from './fill-network'
import type { ForeignTensor } from './foreign-tensor'
import { type ImportedNetwork, type ImportFormat, type ImportOptions, keptClasses } from './import-options'
import type { WeightSource } from './weight-source'

/** A file of weights alone, and the network that they were found to belong to. */
export interface WeightFile {
  readonly format: ImportFormat
  readonly source: WeightSource
  readonly spec: ArchitectureSpec
  /** The network's dense layers in order; the last is the head. */
  readonly denseLayers: readonly string[]
  /** Whether the file has these layers too; else they can only be new. */
  readonly hasDenseLayers: boolean
  /** Outputs of the file's last layer. */
  readonly outputs: number
  /** Names of the classes that the file tells. */
  readonly classes: readonly string[] | null
  readonly tensorOf: (parameter: Parameter) => ForeignTensor
  /** Tensors of the file that the network has no place for. */
  readonly isForeign: (tensor: string) => boolean
}

/**
 * The network with the weights of a file. A new head is the last dense layer; where the file does not have the
 * network's dense layers, all of them.
 * @throws StudioError `network/bad-architecture`, `network/bad-weights` naming the tensor
 */
export async function importWeights(file: WeightFile, options: ImportOptions): Promise<ImportedNetwork> {
  const { source, spec, denseLayers, hasDenseLayers, tensorOf, format } = file
  const { head } = options
  if (!hasDenseLayers && head.kind === 'kept') throw headMissing(source.fileName, spec.name)
  const drawnLayers = head.kind === 'kept' ? [] : hasDenseLayers ? denseLayers.slice(-1) : denseLayers
  const classes = head.kind === 'new' ? head.classes : keptClasses(head.classes, file.classes, file.outputs)
  const isDrawn = ({ name }: { readonly name: string }) => drawnLayers.includes(layerOf(name))
  const draw = heInitialiser(head.kind === 'new' ? head.seed : 0)
  const network = await buildNetwork(spec, {
    classes,
    initialise: (plan) =>
      isDrawn(plan) ? draw(plan) : new Float32Array(plan.shape.reduce((product, edge) => product * edge, 1)),
  })
  try {
    const replaced = new Set(network.parameters.filter(isDrawn).map((each) => tensorOf(each).name))
    const isUnused = (name: string) =>
      replaced.has(name) || name.endsWith('.num_batches_tracked') || file.isForeign(name)
    await fillNetwork(network, { source, networkName: spec.name, tensorOf, isDrawn, isUnused })
    return { format, spec, network, drawnLayers }
  } catch (error) {
    network.dispose()
    throw error
  }
}

function layerOf(parameter: string): string {
  return parameter.replace(/[./][^./]*$/, '')
}

function headMissing(fileName: string, architecture: string): StudioError {
  return new StudioError(
    'network/bad-architecture',
    `${fileName} has no weights for the head of ${architecture}, so it must be a new one. Say for which classes.`,
  )
}

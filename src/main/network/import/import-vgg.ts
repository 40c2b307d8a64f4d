import { StudioError } from '../../../shared/errors'
import { architectureSpec, buildNetwork } from '../architectures'
import { heInitialiser } from '../initialise'
import type { Network } from '../network'
import type { VggSpec } from '../vgg'
import { fillNetwork } from './fill-network'
import { type ImportedNetwork, type ImportOptions, keptClasses } from './import-options'
import { type FoundVgg, foundVggSpec } from './recognise-vgg'
import type { WeightSource } from './weight-source'

export interface VggFile {
  readonly source: WeightSource
  readonly found: FoundVgg
  /** What a file that this program exported says of itself. */
  readonly own: { readonly spec: VggSpec; readonly classes: readonly string[] } | null
}

/**
 * A VGG-16 with the weights of a file. A new head is the last dense layer; where the network that was asked for has
 * other dense layers than the file (a file without the top, or global average pooling), all of them.
 * @throws StudioError `network/bad-architecture`, `network/bad-weights` naming the tensor
 */
export async function importVgg(file: VggFile, options: ImportOptions): Promise<ImportedNetwork> {
  const { source, found } = file
  const spec = chooseSpec(file, options)
  const head = denseLayers(spec)
  const sharesHead = found.denseWidths.length === head.length
  if (!sharesHead && options.head.kind === 'kept') throw headMissing(source.fileName, spec.name)
  const drawnLayers = options.head.kind === 'kept' ? [] : sharesHead ? head.slice(-1) : head
  const classes =
    options.head.kind === 'new'
      ? options.head.classes
      : keptClasses(options.head.classes, file.own?.classes ?? null, found.denseWidths.at(-1)!)
  const isDrawn = ({ name }: { readonly name: string }) =>
    drawnLayers.some((layer) => name.startsWith(`${layer}.`))
  const draw = heInitialiser(options.head.kind === 'new' ? options.head.seed : 0)
  const size = (shape: readonly number[]) => shape.reduce((product, edge) => product * edge, 1)
  const network = await buildNetwork(spec, {
    classes,
    initialise: (plan) => (isDrawn(plan) ? draw(plan) : new Float32Array(size(plan.shape))),
  })
  try {
    const tensorOf = (parameter: Network['parameters'][number]) => found.naming(parameter, spec)
    const replaced = new Set(network.parameters.filter(isDrawn).map((parameter) => tensorOf(parameter).name))
    const isUnused = (name: string) =>
      replaced.has(name) ||
      name.endsWith('.num_batches_tracked') ||
      (!sharesHead && !name.startsWith('features'))
    await fillNetwork(network, { source, networkName: spec.name, tensorOf, isDrawn, isUnused })
    return { format: found.format, spec, network, drawnLayers }
  } catch (error) {
    network.dispose()
    throw error
  }
}

function chooseSpec({ source, found, own }: VggFile, options: ImportOptions): VggSpec {
  const { architecture, inputSizePx } = options
  const inputScaling = options.inputScaling ?? own?.spec.inputScaling ?? found.inputScaling
  if (architecture !== undefined) {
    const spec = architectureSpec(architecture, inputSizePx ?? own?.spec.inputSizePx ?? found.sizePx ?? 224)
    if (spec.kind === 'vgg16') return { ...spec, inputScaling }
    throw new StudioError(
      'network/bad-architecture',
      `${source.fileName} holds the weights of a VGG-16, not of ${architecture}.`,
    )
  }
  const spec = own?.spec ?? foundVggSpec(found, source.fileName)
  if (spec) return { ...spec, inputScaling, inputSizePx: inputSizePx ?? spec.inputSizePx }
  throw new StudioError(
    'network/bad-architecture',
    `${source.fileName} holds a VGG-16 without its dense layers. Say which head it shall get: the architecture ` +
      'vgg16-gap (global average pooling and one dense layer), or vgg16 (three dense layers, from random weights).',
  )
}

function denseLayers({ head }: VggSpec): readonly string[] {
  return head === 'dense' ? ['classifier.0', 'classifier.3', 'classifier.6'] : ['classifier']
}

function headMissing(fileName: string, architecture: string): StudioError {
  return new StudioError(
    'network/bad-architecture',
    `${fileName} has no weights for the head of ${architecture}, so it must be a new one. Say for which classes.`,
  )
}

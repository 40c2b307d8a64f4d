import { StudioError } from '../../../shared/errors'
import { architectureSpec } from '../architectures'
import type { VggSpec } from '../vgg'
import type { ExportedModel } from './exported-model'
import type { ImportedNetwork, ImportOptions } from './import-options'
import { importWeights } from './import-weights'
import { type FoundVgg, foundVggSpec, publishedSizePx } from './recognise-vgg'
import type { WeightSource } from './weight-source'

export interface VggFile {
  readonly source: WeightSource
  readonly found: FoundVgg
  /** What a file that this program exported says of itself. */
  readonly own: ExportedModel | null
}

/** A VGG-16 with the weights of a file. Errors as `importWeights`. */
export function importVgg(file: VggFile, options: ImportOptions): Promise<ImportedNetwork> {
  const { source, found, own } = file
  const spec = chooseSpec(file, options)
  const denseLayers =
    spec.head === 'dense' ? ['classifier.0', 'classifier.3', 'classifier.6'] : ['classifier']
  const hasDenseLayers = found.denseWidths.length === denseLayers.length
  return importWeights(
    {
      format: found.format,
      source,
      spec,
      denseLayers,
      hasDenseLayers,
      outputs: found.denseWidths.at(-1) ?? 0,
      classes: own?.classes ?? null,
      tensorOf: (parameter) => found.naming(parameter, spec),
      isForeign: (name) => !hasDenseLayers && !name.startsWith('features'),
    },
    options,
  )
}

function chooseSpec({ source, found, own }: VggFile, options: ImportOptions): VggSpec {
  const { architecture, inputSizePx } = options
  const ownSpec = own?.architecture.kind === 'vgg16' ? own.architecture : null
  const inputScaling = options.inputScaling ?? ownSpec?.inputScaling ?? found.inputScaling
  if (architecture !== undefined) {
    const sizePx = inputSizePx ?? ownSpec?.inputSizePx ?? found.sizePx ?? publishedSizePx
    const spec = architectureSpec(architecture, sizePx)
    if (spec.kind === 'vgg16') return { ...spec, inputScaling }
    throw new StudioError(
      'network/bad-architecture',
      `${source.fileName} holds the weights of a VGG-16, not of ${architecture}.`,
    )
  }
  const spec = ownSpec ?? foundVggSpec(found, source.fileName)
  if (spec) return { ...spec, inputScaling, inputSizePx: inputSizePx ?? spec.inputSizePx }
  throw new StudioError(
    'network/bad-architecture',
    `${source.fileName} holds a VGG-16 without its dense layers. Say which head it shall get: the architecture ` +
      'vgg16-gap (global average pooling and one dense layer), or vgg16 (three dense layers, from random weights).',
  )
}

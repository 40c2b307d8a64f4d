import { StudioError } from '../../../shared/errors'
import { architectureIds, architectureSpec } from '../architectures'
import { type ResnetSpec, resnetSpec } from '../resnet'
import type { ExportedModel } from './exported-model'
import type { ImportedNetwork, ImportOptions } from './import-options'
import { importWeights } from './import-weights'
import { torchvisionResnet } from './resnet-naming'
import type { WeightSource } from './weight-source'

const publishedSizePx = 224
const stages = [1, 2, 3, 4]

/** Whether a file has the tensors of a ResNet in torchvision's names, which are timm's too. */
export function isTorchResnet(shapes: WeightSource['shapes']): boolean {
  return shapes.has('layer1.0.conv1.weight') && shapes.has('conv1.weight')
}

/** A ResNet with the weights of a file, its depth and width by its tensors. Errors as `importWeights`. */
export function importResnet(
  source: WeightSource,
  own: ExportedModel | null,
  options: ImportOptions,
): Promise<ImportedNetwork> {
  const { shapes } = source
  const head = shapes.get('fc.weight')
  return importWeights(
    {
      format: 'torchvision',
      source,
      spec: chooseSpec(source, own, options),
      denseLayers: ['fc'],
      hasDenseLayers: head !== undefined,
      outputs: head?.[0] ?? 0,
      classes: own?.classes ?? null,
      tensorOf: torchvisionResnet,
      isForeign: () => false,
    },
    options,
  )
}

function chooseSpec(
  { shapes, fileName }: WeightSource,
  own: ExportedModel | null,
  { architecture, inputSizePx, inputScaling }: ImportOptions,
): ResnetSpec {
  const known = own?.architecture.kind === 'resnet' ? own.architecture : foundSpec(shapes)
  const sizePx = inputSizePx ?? known.inputSizePx
  const spec = architecture === undefined ? known : architectureSpec(architecture, sizePx)
  if (spec.kind === 'resnet') {
    return { ...spec, inputSizePx: sizePx, inputScaling: inputScaling ?? known.inputScaling }
  }
  throw new StudioError(
    'network/bad-architecture',
    `${fileName} holds the weights of a ${known.name}, not of ${architecture}.`,
  )
}

/** The ResNet whose tensors these are; those of a network that only resembles one will not fit it. */
function foundSpec(shapes: WeightSource['shapes']): ResnetSpec {
  const blocks = stages.map((stage) => {
    let block = 0
    while (shapes.has(`layer${stage}.${block}.conv1.weight`)) block++
    return block
  })
  const block = shapes.has('layer1.0.conv3.weight') ? 'bottleneck' : 'basic'
  const width = shapes.get('conv1.weight')![0]!
  const shape = { name: 'resnet', block, blocks, width } as const
  const registered = architectureIds
    .map((id) => architectureSpec(id, publishedSizePx))
    .find(
      (spec) =>
        spec.kind === 'resnet' &&
        [spec.block, spec.width, ...spec.blocks].join() === [block, width, ...blocks].join(),
    )
  const spec = resnetSpec({ ...shape, name: registered?.name ?? shape.name }, publishedSizePx)
  return { ...spec, inputScaling: 'imagenet' }
}

import { StudioError } from '../../../shared/errors'
import type { InputScaling } from '../../../shared/input-scaling'
import { architectureIds, architectureSpec } from '../architectures'
import { type VggSpec, vggSpec } from '../vgg'
import type { ImportFormat } from './import-options'
import type { KerasWeights } from './keras-weights'
import { kerasVgg, publishedKerasLayers, timmVgg, torchvisionVgg, type VggNaming } from './vgg-naming'
import { shown } from './weight-source'

/** A VGG-16 as the tensors of a file tell it. */
export interface FoundVgg {
  readonly format: ImportFormat
  readonly naming: VggNaming
  /** What weights of this origin were trained with. */
  readonly inputScaling: InputScaling
  readonly batchNorm: boolean
  readonly convWidths: readonly number[]
  /** Outputs of the dense layers in order; none in a file without the top. */
  readonly denseWidths: readonly number[]
  /** Edge length of the images that the first of three dense layers was made for; null where any size fits. */
  readonly sizePx: number | null
}

type Shapes = ReadonlyMap<string, readonly number[]>

const convolutionCount = 13
export const publishedSizePx = 224
const torchHeads = [
  { format: 'torchvision', naming: torchvisionVgg, layers: ['classifier.0', 'classifier.3', 'classifier.6'] },
  { format: 'timm', naming: timmVgg, layers: ['pre_logits.fc1', 'pre_logits.fc2', 'head.fc'] },
  { format: 'torchvision', naming: torchvisionVgg, layers: ['classifier'] },
] as const

/**
 * VGG-16 in torchvision's or timm's names; null for another network.
 * @throws StudioError `network/bad-architecture` for a VGG of another depth
 */
export function recogniseTorchVgg(shapes: Shapes, fileName: string): FoundVgg | null {
  const kernels = [...shapes]
    .flatMap(([name, shape]) => {
      const position = /^features\.(\d+)\.weight$/.exec(name)?.[1]
      return position !== undefined && shape.length === 4 ? [{ position: Number(position), shape }] : []
    })
    .sort((a, b) => a.position - b.position)
  if (kernels.length === 0) return null
  assertDepth(kernels.length, fileName)
  const head = torchHeads.find(({ layers }) => shapes.has(`${layers[0]}.weight`))
  const dense = (head?.layers ?? []).map((layer) => shapes.get(`${layer}.weight`) ?? [])
  const convWidths = kernels.map(({ shape }) => shape[0]!)
  const inputs = dense[0]?.slice(1).reduce((product, edge) => product * edge, 1)
  return {
    format: head?.format ?? 'torchvision',
    naming: head?.naming ?? torchvisionVgg,
    inputScaling: 'imagenet',
    batchNorm: shapes.has('features.1.running_mean'),
    convWidths,
    denseWidths: dense.map((shape) => shape[0] ?? 0),
    sizePx: dense.length === 3 ? sizeFor(inputs!, convWidths.at(-1)!) : null,
  }
}

/**
 * VGG-16 in Keras' names, `block1_conv1` and so on, or by class, `conv2d` and so on; null for another network.
 * @throws StudioError `network/bad-architecture` for a VGG of another depth
 */
export function recogniseKerasVgg({ layers, source }: KerasWeights): FoundVgg | null {
  const numbered = (kind: string) =>
    [...layers.keys()]
      .filter((name) => name === kind || new RegExp(`^${kind}_\\d+$`).test(name))
      .sort((a, b) => orderOf(a) - orderOf(b))
  const isPublished = layers.has(publishedKerasLayers.convolutions[0]!)
  const named = isPublished
    ? {
        convolutions: [...layers.keys()].filter((name) => /^block\d+_conv\d+$/.test(name)).sort(),
        dense: publishedKerasLayers.dense.filter((name) => layers.has(name)),
      }
    : { convolutions: numbered('conv2d'), dense: numbered('dense') }
  if (named.convolutions.length === 0) return null
  assertDepth(named.convolutions.length, source.fileName)
  const kernelOf = (layer: string) => source.shapes.get(layers.get(layer)?.[0] ?? '') ?? []
  const convWidths = named.convolutions.map((layer) => kernelOf(layer).at(-1) ?? 0)
  const dense = named.dense.map(kernelOf)
  return {
    format: 'keras',
    naming: kerasVgg(named, layers),
    inputScaling: 'caffe',
    batchNorm: false,
    convWidths,
    denseWidths: dense.map((shape) => shape[1] ?? 0),
    sizePx: dense.length === 3 ? sizeFor(dense[0]![0] ?? 0, convWidths.at(-1)!) : null,
  }
}

/** `conv2d` before `conv2d_1` before `conv2d_10`. */
function orderOf(name: string): number {
  return Number(/_(\d+)$/.exec(name)?.[1] ?? 0)
}

/**
 * The description of a found VGG; null for a file without dense layers, whose head must be chosen.
 * @throws StudioError `network/bad-architecture`
 */
export function foundVggSpec(found: FoundVgg, fileName: string): VggSpec | null {
  const { batchNorm, convWidths, denseWidths } = found
  if (denseWidths.length === 0) return null
  const head = denseWidths.length === 1 ? 'gap' : 'dense'
  const base = vggSpec({ name: 'vgg16', head, widthDivisor: 1, batchNorm }, found.sizePx ?? publishedSizePx)
  const hidden = denseWidths.slice(0, -1)
  if (hidden.length !== base.denseWidths.length) {
    throw new StudioError(
      'network/bad-architecture',
      `${fileName} has dense layers with the outputs ${shown(denseWidths)}; a VGG-16 has three, or one after global ` +
        'average pooling. Get or convert the file again.',
    )
  }
  const spec: VggSpec = { ...base, convWidths: [...convWidths], denseWidths: [...hidden] }
  return { ...spec, name: registeredName(spec) ?? spec.name }
}

/** The registered architecture with the same widths. */
function registeredName(spec: VggSpec): string | undefined {
  const traits = (other: VggSpec) =>
    [other.head, other.batchNorm, other.convWidths.join(), other.denseWidths.join()].join(' ')
  return architectureIds.find((id) => {
    const registered = architectureSpec(id, spec.inputSizePx)
    return registered.kind === 'vgg16' && traits(registered) === traits(spec)
  })
}

/** The image size at which `inputs` values are what five halvings leave of `channels` maps. */
function sizeFor(inputs: number, channels: number): number {
  return Math.round(Math.sqrt(inputs / channels)) * 32
}

function assertDepth(count: number, fileName: string): void {
  if (count === convolutionCount) return
  throw new StudioError(
    'network/bad-architecture',
    `${fileName} has ${count} convolutions; VGG-16 has ${convolutionCount}. Only this depth of VGG can be imported.`,
  )
}

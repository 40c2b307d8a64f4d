import type { Parameter } from '../network'
import { smallestInputPx, type VggSpec } from '../vgg'
import type { ForeignTensor } from './foreign-tensor'
import { torchLayout } from './torch-layout'

/** Whose names and orders a file of VGG weights follows. */
export type VggNaming = (parameter: Parameter, spec: VggSpec) => ForeignTensor

/**
 * torchvision's: the same names as ours. The first dense layer reads the last feature map in the order channel,
 * height, width. A head after global average pooling, which torchvision does not have, keeps our name, `classifier`.
 */
export const torchvisionVgg: VggNaming = (parameter, spec) => {
  const edge = spec.inputSizePx / smallestInputPx
  const flattened = { height: edge, width: edge, channels: spec.convWidths.at(-1)! }
  const readsMap = parameter.name === 'classifier.0.weight'
  return { name: parameter.name, ...torchLayout(parameter, readsMap ? flattened : undefined) }
}

const timmNames: Readonly<Record<string, string>> = {
  'classifier.0': 'pre_logits.fc1',
  'classifier.3': 'pre_logits.fc2',
  'classifier.6': 'head.fc',
}

/** timm's: hidden dense layers are convolutions over what is left of the image, `pre_logits.fc1` with 7 × 7. */
export const timmVgg: VggNaming = (parameter, spec) => {
  const tensor = torchvisionVgg(parameter, spec)
  const name = tensor.name.replace(/^classifier\.\d/, (layer) => timmNames[layer]!)
  if (!/^pre_logits.*weight$/.test(name)) return { ...tensor, name }
  const edge = name === 'pre_logits.fc1.weight' ? spec.inputSizePx / smallestInputPx : 1
  const [outputs, inputs] = tensor.shape as [number, number]
  return { ...tensor, name, shape: [outputs, inputs / edge ** 2, edge, edge] }
}

/** Keras' layers in order: `block1_conv1`, ... and `fc1`, `fc2`, `predictions`, or by class: `conv2d`, `conv2d_1`, ... */
export interface KerasVggLayers {
  readonly convolutions: readonly string[]
  readonly dense: readonly string[]
}

const kerasBlocks = [2, 2, 3, 3, 3]
/** The layers of Keras' own VGG-16. */
export const publishedKerasLayers: KerasVggLayers = {
  convolutions: kerasBlocks.flatMap((count, block) =>
    Array.from({ length: count }, (_, conv) => `block${block + 1}_conv${conv + 1}`),
  ),
  dense: ['fc1', 'fc2', 'predictions'],
}

/**
 * Keras': orders are ours; a layer's tensors are listed in the order kernel, bias.
 * @param tensors the tensors of each layer of the file
 */
export function kerasVgg(layers: KerasVggLayers, tensors: ReadonlyMap<string, readonly string[]>): VggNaming {
  return ({ name, variable }, spec) => {
    const [part, position, field] = name.split('.') as [string, string, string]
    const layer =
      part === 'features'
        ? layers.convolutions[convolutionPositions(spec).indexOf(Number(position))]!
        : layers.dense[Number(position) / 3]!
    const place = field === 'weight' ? 0 : 1
    return { name: tensors.get(layer)?.[place] ?? `${layer}/${field}`, shape: variable.shape }
  }
}

/** Positions of the convolutions in `features`, without batch normalisation: 0, 2, 5, 7, 10, ... */
function convolutionPositions({ convWidths }: VggSpec): readonly number[] {
  const ends = kerasBlocks.map((_, block) =>
    kerasBlocks.slice(0, block + 1).reduce((sum, each) => sum + each),
  )
  return convWidths.map((_, conv) => 2 * conv + ends.filter((end) => end <= conv).length)
}

import { z } from 'zod'
import { inputScalingSchema } from '../../shared/input-scaling'
import { batchNormEpsilon, exportedMomentum } from './batch-normalisation'
import type { KerasLayer, KerasTopology } from './keras-topology'
import type { LayersModelSpec } from './layers-network'

/** A residual network (He et al. 2016, arXiv 1512.03385) as torchvision builds it. */
export const resnetSpecSchema = z.object({
  kind: z.literal('resnet'),
  /** The id it was made from, as `resnet18`. */
  name: z.string(),
  /** `basic`: two convolutions 3×3; `bottleneck`: 1×1, 3×3, 1×1 with four times the channels. */
  block: z.enum(['basic', 'bottleneck']),
  /** Blocks of each of the four stages. */
  blocks: z.array(z.int().positive()).length(4),
  /** Channels of the first stage's 3×3 convolutions; each stage doubles them. */
  width: z.int().positive(),
  inputSizePx: z.int().min(32),
  inputScaling: inputScalingSchema,
})
export type ResnetSpec = z.infer<typeof resnetSpecSchema>

export type ResnetShape = Pick<ResnetSpec, 'name' | 'block' | 'blocks' | 'width'>

/** A ResNet for square images of `inputSizePx`, unscaled until said otherwise. */
export function resnetSpec(shape: ResnetShape, inputSizePx: number): ResnetSpec {
  return { kind: 'resnet', ...shape, inputSizePx, inputScaling: 'unit' }
}

/** How many times the width of its 3×3 convolutions a block gives. */
const expansion = { basic: 1, bottleneck: 4 } as const

/**
 * The layers of a ResNet with torchvision's names (`layer1.0.conv1`) in the words of Keras, ending in logits. As
 * there, the stride of a bottleneck is in its 3×3 convolution, padding is on both sides, and batch normalisation has
 * PyTorch's constants.
 */
export function resnetLayers(spec: ResnetSpec, classCount: number): LayersModelSpec {
  const layers = createLayers(spec.inputSizePx)
  const stem = layers.convolve('conv1', layers.input, { filters: spec.width, kernel: 7, stride: 2 })
  const active = layers.activate('relu', layers.normalise('bn1', stem))
  // Zeros do for PyTorch's minus infinity: no value is below them here.
  const padded = layers.pad('maxpool.padding', active, 1)
  let output = layers.add('MaxPooling2D', 'maxpool', [padded], {
    pool_size: [3, 3],
    strides: [2, 2],
    padding: 'valid',
  })
  let channels = spec.width
  spec.blocks.forEach((count, stage) => {
    for (let block = 0; block < count; block++) {
      const plan = {
        name: `layer${stage + 1}.${block}`,
        width: spec.width * 2 ** stage,
        stride: stage > 0 && block === 0 ? 2 : 1,
        inputs: channels,
      }
      output = addBlock(layers, spec.block, output, plan)
      channels = plan.width * expansion[spec.block]
    }
  })
  const pooled = layers.add('GlobalAveragePooling2D', 'avgpool', [output], {})
  layers.add('Dense', 'fc', [pooled], { units: classCount, use_bias: true })
  const { name, inputSizePx, inputScaling } = spec
  return { kind: 'layers-model', name, topology: layers.topology(name), inputSizePx, inputScaling }
}

interface BlockPlan {
  readonly name: string
  readonly width: number
  readonly stride: number
  /** Channels of what comes in. */
  readonly inputs: number
}

function addBlock(layers: Layers, kind: ResnetSpec['block'], from: string, plan: BlockPlan): string {
  const { name, width, stride, inputs } = plan
  const outputs = width * expansion[kind]
  const steps =
    kind === 'basic'
      ? [
          { filters: width, kernel: 3, stride },
          { filters: width, kernel: 3, stride: 1 },
        ]
      : [
          { filters: width, kernel: 1, stride: 1 },
          { filters: width, kernel: 3, stride },
          { filters: outputs, kernel: 1, stride: 1 },
        ]
  let path = from
  steps.forEach((step, index) => {
    const convolved = layers.convolve(`${name}.conv${index + 1}`, path, step)
    path = layers.normalise(`${name}.bn${index + 1}`, convolved)
    if (index < steps.length - 1) path = layers.activate(`${name}.relu${index + 1}`, path)
  })
  let shortcut = from
  if (stride > 1 || inputs !== outputs) {
    const convolved = layers.convolve(`${name}.downsample.0`, from, { filters: outputs, kernel: 1, stride })
    shortcut = layers.normalise(`${name}.downsample.1`, convolved)
  }
  return layers.activate(`${name}.relu`, layers.add('Add', `${name}.add`, [path, shortcut], {}))
}

interface Convolution {
  readonly filters: number
  readonly kernel: number
  readonly stride: number
}

type Layers = ReturnType<typeof createLayers>

/** Collects layers by name; each function adds one or two and gives the name of the last. */
function createLayers(sizePx: number) {
  const collected: (KerasLayer & { name: string })[] = []
  const add = (kind: string, name: string, inputs: readonly string[], config: object): string => {
    collected.push({
      class_name: kind,
      name,
      config: { name, trainable: true, ...config },
      inbound_nodes: inputs.length === 0 ? [] : [inputs.map((from) => [from, 0, 0, {}])],
    })
    return name
  }
  const pad = (name: string, from: string, pixels: number): string =>
    add('ZeroPadding2D', name, [from], {
      padding: [
        [pixels, pixels],
        [pixels, pixels],
      ],
    })
  const input = add('InputLayer', 'image', [], {
    batch_input_shape: [null, sizePx, sizePx, 3],
    dtype: 'float32',
  })
  return {
    input,
    add,
    pad,
    /** Without bias, padded by half of the kernel on every side. */
    convolve: (name: string, from: string, { filters, kernel, stride }: Convolution): string => {
      // With a stride, padding as 'same' would be on one side only.
      const isUneven = kernel > 1 && stride > 1
      const padded = isUneven ? pad(`${name}.padding`, from, (kernel - 1) / 2) : from
      return add('Conv2D', name, [padded], {
        filters,
        kernel_size: [kernel, kernel],
        strides: [stride, stride],
        padding: isUneven ? 'valid' : 'same',
        use_bias: false,
      })
    },
    normalise: (name: string, from: string): string =>
      add('BatchNormalization', name, [from], {
        epsilon: batchNormEpsilon,
        momentum: exportedMomentum,
      }),
    activate: (name: string, from: string): string => add('Activation', name, [from], { activation: 'relu' }),
    topology: (name: string): KerasTopology => ({
      class_name: 'Functional',
      config: {
        name,
        layers: collected,
        input_layers: [[input, 0, 0]],
        output_layers: [[collected.at(-1)!.name, 0, 0]],
      },
    }),
  }
}

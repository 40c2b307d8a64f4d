import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { collectParameters, type CreateVariable, type Initialise } from './initialise'
import { inputScalingSchema } from '../../shared/input-scaling'
import type { Network } from './network'
import { batchNormLayer, denseLayer, dropoutLayer } from './sequential-layers'
import { sequentialNetwork, type SequentialLayer } from './sequential-network'

/** Output channels of VGG-16's 13 convolutions (Simonyan and Zisserman 2015, configuration D). */
const publishedConvWidths = [64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512]
/** The convolutions (from 0) after which a max-pool halves the image. */
export const pooledAfter = new Set([1, 3, 6, 9, 12])
const publishedDenseWidths = [4096, 4096]
/** Five halvings leave one position of it. */
export const smallestInputPx = 32

/**
 * A VGG-16: 13 convolutions 3×3 with bias and ReLU, five max-pools, and a head. Widths are spelled out, so that a
 * network from which structured pruning removed channels is described by the same schema.
 */
export const vggSpecSchema = z.object({
  kind: z.literal('vgg16'),
  /** The id it was made from, as `vgg16-w8`. */
  name: z.string(),
  /** `dense`: two hidden dense layers with dropout; `gap`: global average pooling. Then one dense layer. */
  head: z.enum(['dense', 'gap']),
  convWidths: z.array(z.int().positive()).length(publishedConvWidths.length),
  /** Hidden dense layers: two for `dense`, none for `gap`. */
  denseWidths: z.array(z.int().positive()).max(publishedDenseWidths.length),
  dropoutRate: z.number().min(0).max(0.95),
  /** Batch normalisation between convolution and ReLU, as in torchvision's vgg16_bn. */
  batchNorm: z.boolean().default(false),
  inputSizePx: z.int().positive(),
  inputScaling: inputScalingSchema,
})
export type VggSpec = z.infer<typeof vggSpecSchema>

export interface VggShape {
  readonly name: string
  readonly head: VggSpec['head']
  /** All widths are the published ones divided by this. */
  readonly widthDivisor: number
  readonly batchNorm?: boolean
}

/**
 * VGG-16 for square images of `inputSizePx`, unscaled as in the published study.
 * @throws StudioError `network/bad-architecture` for a size that five halvings do not divide
 */
export function vggSpec(shape: VggShape, inputSizePx: number): VggSpec {
  const { name, head, widthDivisor, batchNorm = false } = shape
  assertPoolable(name, inputSizePx)
  return {
    kind: 'vgg16',
    name,
    head,
    convWidths: publishedConvWidths.map((width) => width / widthDivisor),
    denseWidths: head === 'dense' ? publishedDenseWidths.map((width) => width / widthDivisor) : [],
    dropoutRate: 0.5,
    batchNorm,
    inputSizePx,
    inputScaling: 'unit',
  }
}

function assertPoolable(name: string, sizePx: number): void {
  if (sizePx >= smallestInputPx && sizePx % smallestInputPx === 0) return
  const below = Math.floor(sizePx / smallestInputPx) * smallestInputPx
  const near = below > 0 ? `${below} or ${below + smallestInputPx}` : String(smallestInputPx)
  throw new StudioError(
    'network/bad-architecture',
    `${name} halves its image five times, so the image size must be a multiple of ${smallestInputPx} pixels; ` +
      `${sizePx} is not. Use ${near}.`,
  )
}

/**
 * The network of a spec. Layers and parameters bear torchvision's names (`features.0.weight`); with the `gap` head,
 * `avgpool` and `classifier`. The first dense layer reads the last feature map in the order height, width, channel;
 * torchvision's in the order channel, height, width, so its `classifier.0.weight` needs its columns reordered.
 * @throws StudioError `network/bad-architecture`
 */
export function buildVgg(spec: VggSpec, classes: readonly string[], initialise: Initialise): Network {
  assertPoolable(spec.name, spec.inputSizePx)
  const hiddenLayers = spec.head === 'dense' ? publishedDenseWidths.length : 0
  if (spec.denseWidths.length !== hiddenLayers) {
    throw new StudioError(
      'network/bad-architecture',
      `A VGG-16 with the '${spec.head}' head has ${hiddenLayers} hidden dense layers; ` +
        `this description has ${spec.denseWidths.length}.`,
    )
  }
  const head = spec.head === 'dense' ? denseHead : poolingHead
  const { layers, parameters, buffers } = collectParameters(initialise, (create) => [
    ...featureLayers(spec, create),
    ...head(spec, classes.length, create),
  ])
  return sequentialNetwork({
    classes,
    inputSizePx: spec.inputSizePx,
    inputScaling: spec.inputScaling,
    parameters,
    buffers,
    layers,
    defaultTargetLayer: layers.findLast((layer) => layer.explainable)!.name,
  })
}

function featureLayers(spec: VggSpec, create: CreateVariable): SequentialLayer[] {
  const layers: SequentialLayer[] = []
  const add = (apply: SequentialLayer['apply']): void => {
    layers.push({ name: `features.${layers.length}`, explainable: true, apply })
  }
  let channels = 3
  spec.convWidths.forEach((width, index) => {
    const name = `features.${layers.length}`
    const shape = [3, 3, channels, width]
    const kernel = create({ name: `${name}.weight`, kind: 'conv-kernel', shape, rectified: true })
    const bias = create({ name: `${name}.bias`, kind: 'conv-bias', shape: [width], rectified: true })
    add((input) => tf.add(tf.conv2d(input as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'same'), bias))
    if (spec.batchNorm) layers.push(batchNormLayer(`features.${layers.length}`, width, create))
    add(tf.relu)
    if (pooledAfter.has(index)) add((input) => tf.maxPool(input as tf.Tensor4D, 2, 2, 'valid'))
    channels = width
  })
  return layers
}

/** torchvision's classifier: dense, ReLU, dropout, twice; then one dense layer to the classes. */
function denseHead(spec: VggSpec, classCount: number, create: CreateVariable): SequentialLayer[] {
  const edge = spec.inputSizePx / smallestInputPx
  const features = edge * edge * spec.convWidths.at(-1)!
  const layers: SequentialLayer[] = [
    {
      name: 'flatten',
      explainable: false,
      apply: (input) => tf.reshape(input, [input.shape[0]!, features]),
    },
  ]
  let inputs = features
  spec.denseWidths.forEach((width, index) => {
    const name = `classifier.${index * 3}`
    layers.push(denseLayer({ name, inputs, outputs: width, rectified: true }, create))
    layers.push({ name: `classifier.${index * 3 + 1}`, explainable: false, apply: tf.relu })
    layers.push(dropoutLayer(`classifier.${index * 3 + 2}`, width, spec.dropoutRate))
    inputs = width
  })
  layers.push(denseLayer({ name: 'classifier.6', inputs, outputs: classCount, rectified: false }, create))
  return layers
}

function poolingHead(spec: VggSpec, classCount: number, create: CreateVariable): SequentialLayer[] {
  const inputs = spec.convWidths.at(-1)!
  return [
    { name: 'avgpool', explainable: false, apply: (input) => tf.mean(input, [1, 2]) },
    denseLayer({ name: 'classifier', inputs, outputs: classCount, rectified: false }, create),
  ]
}

import * as tf from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'
import { StudioError } from '../../shared/errors'
import { normaliseByBatch } from './batch-normalisation'
import { scaleInput } from './input-scaling'
import type { LayersModelSpec } from './layers-network'
import { layerNormalisation } from './layers-parameters'
import type { Network, TrainingPass } from './network'
import { unknownLayer } from './sequential-network'

type Layer = LayersModel['layers'][number]

/** A layer and the positions of the layers whose outputs it takes; all come before it. */
interface Step {
  readonly layer: Layer
  readonly inputs: readonly number[]
  readonly shape: readonly (number | null)[]
}

type GraphParts = Pick<
  Network,
  | 'layerNames'
  | 'defaultTargetLayer'
  | 'forwardTo'
  | 'forwardFrom'
  | 'forward'
  | 'dropoutShapes'
  | 'dropoutRates'
>

/**
 * The forward passes of a model, layer by layer in an order in which each comes after its inputs. Only layers
 * through which every path from image to logits leads can be explained: the rest of the network is a function of
 * their output alone. In a residual network these are the ends of its blocks.
 * @throws StudioError `network/bad-architecture` for a layer that is used twice, or a model with nothing to explain
 */
export function layerGraph(model: LayersModel, spec: LayersModelSpec): GraphParts {
  const steps = orderedSteps(model)
  const layerNames = bottlenecks(steps)
    .filter(({ shape }) => shape.length === 4 && shape[1]! * shape[2]! > 1)
    .map(({ layer }) => layer.name)
  const defaultTargetLayer = layerNames.at(-1)
  if (defaultTargetLayer === undefined) {
    throw new StudioError(
      'network/bad-architecture',
      `The model ${spec.name} has no feature maps to explain.`,
    )
  }
  const positionOf = (name: string): number => {
    if (!layerNames.includes(name)) throw unknownLayer(name, layerNames)
    return steps.findIndex(({ layer }) => layer.name === name)
  }
  const droppers = steps.flatMap(({ layer, shape }) =>
    layer.getClassName() === 'Dropout'
      ? [{ name: layer.name, shape, rate: Number(layer.getConfig()['rate']) }]
      : [],
  )
  const last = steps.length - 1
  const scaled = (images: tf.Tensor4D): tf.Tensor => scaleInput(images, spec.inputScaling)
  return {
    layerNames,
    defaultTargetLayer,
    forwardTo: (name, images) => runSteps(steps, { from: 0, to: positionOf(name), input: scaled(images) }),
    forwardFrom: (name, activations) =>
      runSteps(steps, { from: positionOf(name), to: last, input: activations }) as tf.Tensor2D,
    forward: (images, training) =>
      runSteps(steps, { from: 0, to: last, input: scaled(images), training }) as tf.Tensor2D,
    dropoutShapes: (batch) =>
      Object.fromEntries(droppers.map(({ name, shape }) => [name, [batch, ...shape.slice(1).map(Number)]])),
    dropoutRates: Object.fromEntries(droppers.map(({ name, rate }) => [name, rate])),
  }
}

interface Span {
  /** Position of the layer whose output is given. */
  readonly from: number
  /** Position of the layer whose output is wanted. */
  readonly to: number
  readonly input: tf.Tensor
  readonly training?: TrainingPass | undefined
}

function runSteps(steps: readonly Step[], { from, to, input, training }: Span): tf.Tensor {
  const outputs = new Map<number, tf.Tensor>([[from, input]])
  for (let position = from + 1; position <= to; position++) {
    const { layer, inputs } = steps[position]!
    outputs.set(
      position,
      applyLayer(
        layer,
        inputs.map((index) => outputs.get(index)!),
        training,
      ),
    )
  }
  return outputs.get(to)!
}

/** What differs between training and evaluation is done here; tfjs' layers only evaluate. */
function applyLayer(layer: Layer, inputs: tf.Tensor[], training: TrainingPass | undefined): tf.Tensor {
  switch (layer.getClassName()) {
    case 'Dropout': {
      const mask = training?.dropout?.[layer.name]
      return mask ? tf.mul(inputs[0]!, mask) : inputs[0]!
    }
    case 'BatchNormalization':
      if (training && !training.frozen?.has(layer.name)) {
        return normaliseByBatch(inputs[0]!, layerNormalisation(layer), training.onBatchStatistics)
      }
  }
  const output = layer.apply(inputs.length === 1 ? inputs[0]! : inputs)
  if (!(output instanceof tf.Tensor)) throw new Error(`${layer.name} gave no single tensor`)
  return output
}

/** The model's layers from its input to its output. A chain of layers (`Sequential`) has no input layer of its own. */
function orderedSteps(model: LayersModel): Step[] {
  const input = model.inputs[0]!.sourceLayer
  const layers = [input, ...model.layers.filter((layer) => layer !== input)]
  return layers.map((layer, position) => {
    const node = layer.inboundNodes[0]
    const shape = layer.outputShape
    if (layer.inboundNodes.length !== 1 || !node || Array.isArray(shape[0])) {
      throw new StudioError(
        'network/bad-architecture',
        `The model's layer '${layer.name}' is used ${layer.inboundNodes.length} times or has several outputs; ` +
          'only models that use each layer once can be used.',
      )
    }
    const inputs = node.inboundLayers.map((from) => layers.indexOf(from))
    if (inputs.some((index) => index < 0 || index >= position)) {
      throw new StudioError(
        'network/bad-architecture',
        `The model's layer '${layer.name}' comes before its input.`,
      )
    }
    return { layer, inputs, shape: shape as (number | null)[] }
  })
}

/** Steps after which no later one needs the output of an earlier one. */
function bottlenecks(steps: readonly Step[]): Step[] {
  let furthest = 0
  const lastUse = steps.map((_, position) => steps.findLastIndex(({ inputs }) => inputs.includes(position)))
  return steps.filter((_, position) => {
    const isBottleneck = position > 0 && furthest <= position
    furthest = Math.max(furthest, lastUse[position]!)
    return isBottleneck
  })
}

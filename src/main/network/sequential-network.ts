import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import type { InputScaling } from '../../shared/input-scaling'
import { scaleInput } from './input-scaling'
import type { Network, Parameter, TrainingPass } from './network'

/** One step of a chain. */
export interface SequentialLayer {
  readonly name: string
  /** Whether the output is a feature map `[batch, height, width, channels]`, which a map can explain. */
  readonly explainable: boolean
  apply(input: Tensor, training?: TrainingPass): Tensor
  /** Set on dropout layers only: units per image, and the probability of dropping one. */
  readonly dropout?: { readonly units: number; readonly rate: number }
}

export interface SequentialNetworkOptions {
  readonly classes: readonly string[]
  readonly inputSizePx: number
  readonly inputScaling: InputScaling
  readonly parameters: readonly Parameter[]
  readonly buffers: readonly Parameter[]
  readonly layers: readonly SequentialLayer[]
  readonly defaultTargetLayer: string
}

/** A network that is a plain chain of layers. It owns its parameters and buffers. */
export function sequentialNetwork(options: SequentialNetworkOptions): Network {
  const { layers, inputScaling, ...rest } = options
  const run = (chain: readonly SequentialLayer[], input: Tensor): Tensor =>
    chain.reduce((output, layer) => layer.apply(output), input)
  const after = (name: string): number => {
    const index = layers.findIndex((layer) => layer.name === name)
    if (index < 0) throw unknownLayer(name, explainable)
    return index + 1
  }
  const explainable = layers.filter((layer) => layer.explainable).map((layer) => layer.name)
  const droppers = layers.flatMap((layer) => (layer.dropout ? [{ name: layer.name, ...layer.dropout }] : []))
  return {
    ...rest,
    layerNames: explainable,
    forwardTo: (layer, images) => run(layers.slice(0, after(layer)), scaleInput(images, inputScaling)),
    forwardFrom: (layer, activations) => run(layers.slice(after(layer)), activations) as Tensor2D,
    forward: (images: Tensor4D, training) =>
      layers.reduce<Tensor>(
        (output, layer) => layer.apply(output, training),
        scaleInput(images, inputScaling),
      ) as Tensor2D,
    dropoutShapes: (batch) => Object.fromEntries(droppers.map(({ name, units }) => [name, [batch, units]])),
    dropoutRates: Object.fromEntries(droppers.map(({ name, rate }) => [name, rate])),
    dispose: () => {
      for (const { variable } of [...rest.parameters, ...rest.buffers]) variable.dispose()
    },
  }
}

/** The error for a layer that a network does not have. */
export function unknownLayer(name: string, layerNames: readonly string[]): StudioError {
  return new StudioError(
    'explain/bad-request',
    `This network has no layer '${name}'. Choose one of: ${layerNames.join(', ')}.`,
  )
}

import * as tf from '@tensorflow/tfjs-core'
import type { Parameter, ParameterKind } from './network'
import { fillNormal, randomStream } from './random'

/** A parameter that is still to get its values. */
export interface ParameterPlan {
  readonly name: string
  readonly kind: ParameterKind
  readonly shape: readonly number[]
  /** Whether a ReLU follows, as everywhere but at the logits. */
  readonly rectified: boolean
  /** Set for what is not trained: the averages of batch normalisation. */
  readonly isBuffer?: boolean
}

/** Gives a parameter's first values, in the order of its shape. */
export type Initialise = (plan: ParameterPlan) => Float32Array

/** Standard deviation of the last layer's first weights. */
const logitDeviation = 0.01

/**
 * He et al. 2015 (arXiv 1502.01852, eq. 10): normal with variance 2 / fan-in before a ReLU; biases 0, scales
 * and variances of a normalisation 1. Fan-in keeps the forward signal's variance at any width, which the narrow variants need;
 * torchvision's VGG uses fan-out for convolutions and a standard deviation of 0.01 for dense layers instead. The
 * last layer has torchvision's 0.01: all classes start about equally likely, and a new head on a pretrained network
 * does not begin by tearing at what that has learnt.
 * Each parameter draws from a stream of its own, so that one layer's width does not change another's values.
 */
export function heInitialiser(seed: number): Initialise {
  return ({ name, kind, shape, rectified }) => {
    const values = new Float32Array(tf.util.sizeFromShape([...shape]))
    if (kind === 'norm') return values.fill(/(weight|gamma|variance|running_var)$/.test(name) ? 1 : 0)
    if (kind === 'conv-bias' || kind === 'dense-bias') return values
    const deviation = rectified ? Math.sqrt(2 / fanIn(kind, shape)) : logitDeviation
    fillNormal(values, deviation, randomStream(seed, 'weights', name))
    return values
  }
}

/** Makes a parameter known to the network under construction and gives its variable. */
export type CreateVariable = (plan: ParameterPlan) => tf.Variable

/** What a network consists of besides its layers. */
export interface CollectedParameters {
  readonly parameters: readonly Parameter[]
  readonly buffers: readonly Parameter[]
}

/**
 * Runs a constructor of layers and collects the parameters and buffers that it creates, in order. If it fails, none of them
 * stays. The variables live on tfjs' current backend until the network is disposed.
 */
export function collectParameters<T>(
  initialise: Initialise,
  construct: (create: CreateVariable) => T,
): CollectedParameters & { readonly layers: T } {
  const parameters: Parameter[] = []
  const buffers: Parameter[] = []
  const create: CreateVariable = (plan) => {
    const variable = tf.tidy(() => tf.variable(tf.tensor(initialise(plan), [...plan.shape], 'float32')))
    const list = plan.isBuffer ? buffers : parameters
    list.push({ name: plan.name, kind: plan.kind, variable })
    return variable
  }
  try {
    return { layers: construct(create), parameters, buffers }
  } catch (error) {
    for (const { variable } of [...parameters, ...buffers]) variable.dispose()
    throw error
  }
}

function fanIn(kind: ParameterKind, shape: readonly number[]): number {
  const inputs = kind === 'depthwise-kernel' ? shape.slice(0, 2) : shape.slice(0, -1)
  return inputs.reduce((product, edge) => product * edge, 1)
}

import * as tf from '@tensorflow/tfjs-core'
import { at, type GradientCaseMaker } from '../gradient-case'

type Unary = (x: tf.Tensor) => tf.Tensor
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor

const signed =
  (op: Unary): GradientCaseMaker =>
  (draw) =>
    at([draw.signed([3, 5])], (x) => op(x!))

const positive =
  (op: Unary): GradientCaseMaker =>
  (draw) =>
    at([draw.floats([3, 5], 0.5, 2)], (x) => op(x!))

const broadcast =
  (op: Binary): GradientCaseMaker =>
  (draw) =>
    at([draw.signed([3, 1, 5]), draw.signed([2, 1])], (a, b) => op(a!, b!))

export const elementwiseGradientCases = {
  abs: signed(tf.abs),
  neg: signed(tf.neg),
  exp: signed(tf.exp),
  expm1: signed(tf.expm1),
  log: positive(tf.log),
  log1p: positive(tf.log1p),
  sqrt: positive(tf.sqrt),
  rsqrt: positive(tf.rsqrt),
  square: signed(tf.square),
  reciprocal: positive(tf.reciprocal),
  sign: signed(tf.sign),
  floor: signed(tf.floor),
  sin: signed(tf.sin),
  cos: signed(tf.cos),
  tan: (draw) => at([draw.floats([3, 5], -1, 1)], (x) => tf.tan(x!)),
  atan: signed(tf.atan),
  tanh: signed(tf.tanh),
  erf: signed(tf.erf),
  sigmoid: signed(tf.sigmoid),
  swish: signed((x) => tf.mul(x, tf.sigmoid(x))),
  softplus: signed(tf.softplus),
  elu: signed(tf.elu),
  selu: signed(tf.selu),
  relu: signed(tf.relu),
  relu6: signed((x) => tf.relu6(tf.mul(x, 4))),
  leakyRelu: signed((x) => tf.leakyRelu(x, 0.3)),
  clipByValue: signed((x) => tf.clipByValue(x, -0.25, 0.25)),
  add: broadcast(tf.add),
  sub: broadcast(tf.sub),
  mul: broadcast(tf.mul),
  div: broadcast(tf.div),
  // tfjs has no gradient of a squared difference that broadcasts.
  squaredDifference: (draw) =>
    at([draw.signed([3, 5]), draw.signed([3, 5])], (a, b) => tf.squaredDifference(a!, b!)),
  pow: (draw) => at([draw.floats([3, 5], 0.5, 2), draw.floats([5])], (a, b) => tf.pow(a!, b!)),
  maximum: (draw) => at([draw.distinct([3, 5]), draw.distinct([3, 5], 0.13)], (a, b) => tf.maximum(a!, b!)),
  minimum: (draw) => at([draw.distinct([3, 5]), draw.distinct([3, 5], 0.13)], (a, b) => tf.minimum(a!, b!)),
  prelu: (draw) => at([draw.signed([2, 3, 5]), draw.signed([5])], (x, alpha) => tf.prelu(x!, alpha!)),
  addN: (draw) => at([draw.signed([7]), draw.signed([7])], (...terms) => tf.addN(terms)),
  where: (draw) => {
    const chosen = Array.from({ length: 15 }, (_, index) => index % 3 === 0)
    return at([draw.signed([3, 5]), draw.signed([3, 5])], (a, b) =>
      tf.where(tf.tensor(chosen, [3, 5], 'bool'), a!, b!),
    )
  },
  dropoutMask: (draw) => {
    const mask = Float32Array.from({ length: 15 }, (_, index) => (index % 2) * 2)
    return at([draw.signed([3, 5])], (x) => tf.mul(x!, tf.tensor(mask, [3, 5])))
  },
} satisfies Record<string, GradientCaseMaker>

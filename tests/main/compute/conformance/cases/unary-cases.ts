import * as tf from '@tensorflow/tfjs-core'
import { kernel, on, type CaseMaker, type ConformanceCase } from '../case'
import { floatVector, intVector, type Draw } from '../draw'

type Unary = (x: tf.Tensor) => tf.Tensor

interface Domain {
  readonly low?: number
  readonly high?: number
  /** Single values where the function has a corner, or saturates; all finite and with finite results. */
  readonly edges?: readonly number[]
  /** False where tfjs itself defines nothing for NaN or infinities. */
  readonly nonFinite?: boolean
}

const shapes: readonly (readonly number[])[] = [[3, 5, 7], [1], [], [2, 1, 3, 1, 2], [67]]
const corners = [0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -1.5, -2.5, 3.7, -3.7, 1e-3, -1e-3, 6, 7, -7]
const outsiders = [NaN, Infinity, -Infinity, 1, -1, 0]

/** Random values of several ranks, the function's corners, then NaN and infinities. */
function float(op: Unary, { low = -3, high = 3, edges = corners, nonFinite = true }: Domain = {}): CaseMaker {
  return (draw) => [
    ...shapes.map((shape) => on([draw.floats(shape, low, high)], op)),
    on([floatVector(...edges)], op),
    ...(nonFinite ? [on([floatVector(...outsiders)], op, { nonFinite: true })] : []),
  ]
}

/** The same, and whole numbers up to the largest that float32 cannot hold. */
function floatAndInt(
  name: string,
  attrs: object = {},
  { largest = 2_000_000_011, ...domain }: Domain & { largest?: number } = {},
): CaseMaker {
  const op: Unary = (x) => kernel(name, { x }, attrs)
  return (draw) => [
    ...float(op, domain)(draw),
    on([draw.ints([5, 3])], op),
    on([intVector(0, 1, -1, largest, -largest, 4001, -4001)], op),
  ]
}

function numbers(draw: Draw, op: Unary): ConformanceCase[] {
  return [on([draw.ints([3, 5])], op), on([draw.bools([7])], op)]
}

const positive: Domain = { low: 0.01, high: 9, edges: [1, 0.5, 1e-6, 1e6, 4] }

export const unaryCases = {
  Abs: floatAndInt('Abs'),
  Neg: floatAndInt('Neg'),
  Exp: float(tf.exp, { edges: [0, 1, -1, 10, -10, 80, -80] }),
  Expm1: float(tf.expm1, { edges: [0, 1, -1, 10, -10, 1e-3, 1e-6, -1e-6, 1e-9] }),
  Log: float(tf.log, positive),
  Log1p: float(tf.log1p, { low: -0.9, edges: [0, 1, 1e-3, 1e-6, -1e-6, 1e-9, 1e6] }),
  Sqrt: float(tf.sqrt, { ...positive, edges: [0, 1, 4, 1e-6, 1e6] }),
  Rsqrt: float(tf.rsqrt, positive),
  Square: floatAndInt('Square', {}, { largest: 46_339 }),
  Reciprocal: float(tf.reciprocal, { ...positive, edges: [1, -1, 0.5, 1e-6, -1e6] }),
  Sign: floatAndInt('Sign'),
  Floor: floatAndInt('Floor'),
  Ceil: floatAndInt('Ceil'),
  Round: floatAndInt('Round'),
  Sin: float(tf.sin),
  Cos: float(tf.cos),
  Tan: float(tf.tan, { low: -1.4, high: 1.4, edges: [0, 1, -1, 2, -2] }),
  Atan: float(tf.atan, { edges: [...corners, 1e6, -1e6] }),
  Tanh: float(tf.tanh, { edges: [...corners, 50, -50, 1e4, -1e4] }),
  Erf: float(tf.erf, { nonFinite: false }),
  Sigmoid: float(tf.sigmoid, { edges: [...corners, 50, -50, 1000, -1000] }),
  Softplus: float(tf.softplus, { edges: [...corners, 50, -50, 1000, -1000] }),
  Elu: float(tf.elu, { edges: [...corners, -50] }),
  Selu: float(tf.selu, { edges: [...corners, -50] }),
  Relu: floatAndInt('Relu'),
  Relu6: floatAndInt('Relu6'),
  LeakyRelu: (draw) => [
    ...float((x) => tf.leakyRelu(x, 0.3))(draw),
    ...float((x) => tf.leakyRelu(x, 0))(draw),
  ],
  // tfjs' step of NaN is NaN. Compiled it is 0 or alpha: step is the slope of ReLU, in every training step.
  Step: (draw) => [
    ...floatAndInt('Step', { alpha: 0 }, { nonFinite: false })(draw),
    ...float((x) => tf.step(x, 0.25), { nonFinite: false })(draw),
  ],
  ClipByValue: (draw) => [
    ...floatAndInt('ClipByValue', { clipValueMin: -2, clipValueMax: 3 })(draw),
    ...float((x) => tf.clipByValue(x, -Infinity, 0.5))(draw).map((one) => ({ ...one, nonFinite: true })),
  ],
  IsNan: float(tf.isNaN),
  IsInf: float(tf.isInf),
  IsFinite: float(tf.isFinite),
  LogicalNot: (draw) => [on([draw.bools([3, 5])], tf.logicalNot), on([draw.bools([])], tf.logicalNot)],
  Cast: (draw) =>
    (['float32', 'int32', 'bool'] as const).flatMap((dtype) => {
      const op: Unary = (x) => tf.cast(x, dtype)
      return [
        on([draw.floats([5, 3], -9, 9)], op),
        on([floatVector(0, -0, 0.5, -0.5, 2.9, -2.9, 7)], op),
        ...numbers(draw, op),
      ]
    }),
  Identity: (draw) => [on([draw.floats([3, 5])], tf.clone), ...numbers(draw, tf.clone)],
  ZerosLike: (draw) => [on([draw.floats([3, 5])], tf.zerosLike), ...numbers(draw, tf.zerosLike)],
  OnesLike: (draw) => [on([draw.floats([3, 5])], tf.onesLike), ...numbers(draw, tf.onesLike)],
} satisfies Record<string, CaseMaker>

import * as tf from '@tensorflow/tfjs-core'
import { kernel, on, type CaseMaker } from '../case'
import { floatVector, intVector, type Draw } from '../draw'

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor
type Shape = readonly number[]

/** Equal shapes, scalars on either side, and both sides broadcast. */
const pairs: readonly (readonly [Shape, Shape])[] = [
  [
    [3, 5],
    [3, 5],
  ],
  [[2, 3, 4], []],
  [[], [7]],
  [
    [3, 1, 5],
    [4, 1],
  ],
  [
    [2, 1, 3, 1],
    [5, 1, 2],
  ],
]

const left = [NaN, 1, Infinity, -Infinity, Infinity, 2, -0]
const right = [1, NaN, Infinity, Infinity, 0.5, Infinity, 0]

function floats(draw: Draw, op: Binary, low = -3, high = 3): ReturnType<CaseMaker> {
  return [
    ...pairs.map(([a, b]) => on([draw.floats(a, low, high), draw.floats(b, low, high)], op)),
    on([floatVector(...left), floatVector(...right)], op, { nonFinite: true }),
  ]
}

function ints(draw: Draw, op: Binary, low = -9, high = 9): ReturnType<CaseMaker> {
  return pairs.map(([a, b]) => on([draw.ints(a, low, high), draw.ints(b, low, high)], op))
}

/** float32 and int32, also beyond the whole numbers that float32 holds. */
function arithmetic(op: Binary): CaseMaker {
  const large = 1_000_000_007
  return (draw) => [
    ...floats(draw, op),
    ...ints(draw, op),
    on([intVector(large, -large, large), intVector(1, 1, -1)], op),
  ]
}

/** Also bools, equal values, and neighbours that float32 cannot tell apart. */
function comparison(op: Binary): CaseMaker {
  return (draw) => [
    ...arithmetic(op)(draw),
    on([draw.bools([3, 5]), draw.bools([5])], op),
    on([intVector(16_777_217, 5, -5), intVector(16_777_216, 5, 5)], op),
    on([floatVector(0.5, 1, -0), floatVector(0.5, 2, 0)], op),
  ]
}

function logical(op: Binary): CaseMaker {
  return (draw) => pairs.map(([a, b]) => on([draw.bools(a), draw.bools(b)], op))
}

export const binaryCases = {
  Add: arithmetic(tf.add),
  Sub: arithmetic(tf.sub),
  Multiply: arithmetic(tf.mul),
  RealDiv: (draw) => floats(draw, tf.div),
  // No NaN or infinities: the result is int32.
  FloorDiv: (draw) => [
    ...floats(draw, tf.floorDiv).filter(({ nonFinite }) => !nonFinite),
    ...ints(draw, tf.floorDiv),
    on([intVector(1_000_000_007, -1_000_000_007), intVector(2, 1)], tf.floorDiv),
    on([intVector(7, -7, 7, -7, 6, 0, 5), intVector(2, 2, -2, -2, -3, 5, 0)], tf.floorDiv),
  ],
  Maximum: arithmetic(tf.maximum),
  Minimum: arithmetic(tf.minimum),
  Pow: (draw) => [
    ...pairs.map(([a, b]) => on([draw.floats(a, 0.1, 3), draw.floats(b, -2, 3)], tf.pow)),
    on([draw.floats([3, 5], -3, 3), draw.wholeFloats([5], -3, 3)], tf.pow),
    on([draw.ints([3, 5]), draw.ints([5], 0, 4)], tf.pow),
    on([floatVector(NaN, 2, Infinity, 0, 2), floatVector(2, NaN, 2, -1, Infinity)], tf.pow, {
      nonFinite: true,
    }),
  ],
  SquaredDifference: (draw) => [...floats(draw, tf.squaredDifference), ...ints(draw, tf.squaredDifference)],
  Prelu: (draw) => [
    on([draw.floats([2, 3, 5]), draw.floats([5])], tf.prelu),
    on([draw.floats([2, 3, 5]), draw.floats([2, 3, 5])], tf.prelu),
    on([draw.floats([2, 3, 5]), draw.floats([3, 1])], tf.prelu),
    on([draw.floats([7]), draw.floats([])], tf.prelu),
  ],
  EluGrad: (draw) => {
    const op: Binary = (dy, y) => kernel('EluGrad', { dy, y })
    return [
      on([draw.floats([3, 5]), draw.floats([3, 5], -1, 3)], op),
      on([floatVector(1, 2, 3), floatVector(0, -1, 1)], op),
    ]
  },
  Equal: comparison(tf.equal),
  NotEqual: comparison(tf.notEqual),
  Greater: comparison(tf.greater),
  GreaterEqual: comparison(tf.greaterEqual),
  Less: comparison(tf.less),
  LessEqual: comparison(tf.lessEqual),
  LogicalAnd: logical(tf.logicalAnd),
  LogicalOr: logical(tf.logicalOr),
  AddN: (draw) => [
    on([draw.floats([3, 5]), draw.floats([3, 5]), draw.floats([3, 5])], (...terms) => tf.addN(terms)),
    on([draw.ints([7]), draw.ints([7])], (...terms) => tf.addN(terms)),
    on([draw.floats([3])], (...terms) => tf.addN(terms)),
  ],
  Select: (draw) => {
    const op = (condition: tf.Tensor, t: tf.Tensor, e: tf.Tensor): tf.Tensor =>
      kernel('Select', { condition, t, e })
    return [
      on([draw.bools([3, 5]), draw.floats([3, 5]), draw.floats([3, 5])], op),
      on([draw.bools([7]), draw.ints([7]), draw.ints([7])], op),
      on([draw.bools([7]), draw.bools([7]), draw.bools([7])], op),
      on([draw.bools([3, 1]), draw.floats([3, 5]), draw.floats([])], (c, t, e) => tf.where(c, t, e)),
      on([draw.bools([3]), floatVector(NaN, 1, Infinity), floatVector(2, NaN, -Infinity)], op, {
        nonFinite: true,
      }),
    ]
  },
} satisfies Record<string, CaseMaker>

import * as tf from '@tensorflow/tfjs-core'
import { kernel, on, type CaseMaker, type ConformanceCase } from '../case'
import { floatVector, intVector, type Draw } from '../draw'

type Reduce = (x: tf.Tensor, axis?: number | number[], keepDims?: boolean) => tf.Tensor
type Shape = readonly number[]

const reductions: readonly (readonly [Shape, number | number[] | undefined, boolean])[] = [
  [[3, 5, 7], undefined, false],
  [[3, 5, 7], 1, false],
  [[3, 5, 7], [0, 2], true],
  [[3, 5, 7], [-1], true],
  [[2, 3, 4, 5], [1, 2], false],
  [[7], 0, true],
  [[], undefined, false],
  [[4, 1], 1, false],
]

type DrawOne = (draw: Draw, shape: Shape) => ConformanceCase['inputs'][number]

function along(op: Reduce, make: DrawOne): CaseMaker {
  return (draw) =>
    reductions.map(([shape, axis, keepDims]) => on([make(draw, shape)], (x) => op(x!, axis, keepDims)))
}

const anyFloats: DrawOne = (draw, shape) => draw.floats(shape)
const anyInts: DrawOne = (draw, shape) => draw.ints(shape)
const anyBools: DrawOne = (draw, shape) => draw.bools(shape)
/** Products of these stay well inside int32. */
const smallInts: DrawOne = (draw, shape) => draw.ints(shape, 1, shape.length > 2 ? 1 : 3)

const outsiders: readonly ConformanceCase['inputs'][number][] = [
  floatVector(1, NaN, 2, -1),
  floatVector(NaN, 1, 2, -1),
  floatVector(1, Infinity, -1, 3),
  floatVector(1, -Infinity, -1, 3),
]

const withOutsiders = (op: Reduce): ConformanceCase[] =>
  outsiders.map((x) => on([x], (tensor) => op(tensor!), { nonFinite: true }))

/** Ties go to the first; along every axis. */
function argument(op: (x: tf.Tensor, axis?: number) => tf.Tensor): CaseMaker {
  return (draw) => [
    on([draw.floats([3, 5, 7])], (x) => op(x!, 1)),
    on([draw.floats([3, 5, 7])], (x) => op(x!, -1)),
    on([draw.wholeFloats([4, 9], 0, 2)], (x) => op(x!, 1)),
    on([draw.wholeFloats([9, 4], 0, 2)], (x) => op(x!, 0)),
    on([draw.ints([4, 9], 0, 3)], (x) => op(x!, 1)),
    on([draw.floats([1])], (x) => op(x!, 0)),
  ]
}

export const reductionCases = {
  Sum: (draw) => [
    ...along(tf.sum, anyFloats)(draw),
    ...along(tf.sum, anyInts)(draw),
    ...along(tf.sum, anyBools)(draw),
    ...withOutsiders(tf.sum),
    on([intVector(1_000_000_007, 1, 1)], (x) => tf.sum(x!)),
  ],
  Mean: (draw) => [
    ...along(tf.mean, anyFloats)(draw),
    ...along(tf.mean, anyInts)(draw),
    ...withOutsiders(tf.mean),
  ],
  Max: (draw) => [
    ...along(tf.max, anyFloats)(draw),
    ...along(tf.max, anyInts)(draw),
    ...withOutsiders(tf.max),
  ],
  Min: (draw) => [
    ...along(tf.min, anyFloats)(draw),
    ...along(tf.min, anyInts)(draw),
    ...withOutsiders(tf.min),
  ],
  Prod: (draw) => [
    ...along(tf.prod, (one, shape) => one.floats(shape, 0.8, 1.2))(draw),
    ...along(tf.prod, smallInts)(draw),
  ],
  Any: along(tf.any, anyBools),
  All: along(tf.all, anyBools),
  ArgMax: argument(tf.argMax),
  ArgMin: argument(tf.argMin),
  Softmax: (draw) => [
    on([draw.floats([3, 5])], (x) => tf.softmax(x!)),
    on([draw.floats([2, 3, 7], -20, 20)], (x) => tf.softmax(x!)),
    on([draw.floats([9])], (x) => tf.softmax(x!)),
    on([floatVector(1000, 999, -1000)], (x) => tf.softmax(x!)),
    on([floatVector(1, -Infinity, 2)], (x) => tf.softmax(x!), { nonFinite: true }),
  ],
  Cumsum: (draw) =>
    [draw.floats([3, 5, 2]), draw.ints([3, 5, 2])].flatMap((x) =>
      [0, 1, 2].flatMap((axis) =>
        [false, true].flatMap((exclusive) =>
          [false, true].map((reverse) => on([x], (tensor) => tf.cumsum(tensor!, axis, exclusive, reverse))),
        ),
      ),
    ),
  TopK: (draw) => {
    const op =
      (k: number) =>
      (x: tf.Tensor): tf.Tensor[] =>
        Object.values(tf.topk(x, k))
    return [
      on([draw.distinct([4, 9])], op(3)),
      on([draw.distinct([7])], op(1)),
      on([draw.distinct([2, 3, 5])], op(5)),
      on([draw.wholeFloats([3, 8], 0, 2)], op(4)),
      on([draw.ints([3, 8])], op(4)),
    ]
  },
  UnsortedSegmentSum: (draw) => {
    const op =
      (segments: number) =>
      (x: tf.Tensor, segmentIds: tf.Tensor): tf.Tensor =>
        kernel('UnsortedSegmentSum', { x, segmentIds }, { numSegments: segments })
    return [
      on([draw.floats([5, 3]), intVector(2, 0, 2, 1, 0)], op(3)),
      on([draw.floats([7]), draw.ints([7], 0, 3)], op(5)),
      on([draw.floats([4, 2, 3]), draw.ints([4], 0, 2)], op(3)),
      on([draw.ints([6, 2]), draw.ints([6], 0, 3)], op(4)),
      on([draw.floats([3, 2]), intVector(0, 5, 1)], op(2)),
    ]
  },
} satisfies Record<string, CaseMaker>

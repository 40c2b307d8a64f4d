import * as tf from '@tensorflow/tfjs-core'
import { kernel, on, type CaseMaker, type ConformanceCase } from '../case'
import { intVector, type Draw } from '../draw'

type Shape = readonly number[]

/** The same call on a tensor of each type. */
function typed(draw: Draw, shape: Shape, run: ConformanceCase['run']): ConformanceCase[] {
  return [draw.floats(shape), draw.ints(shape), draw.bools(shape)].map((x) => on([x], run))
}

function several(draw: Draw, shapes: readonly Shape[], run: ConformanceCase['run']): ConformanceCase[] {
  return [
    on(
      shapes.map((shape) => draw.floats(shape)),
      run,
    ),
    on(
      shapes.map((shape) => draw.ints(shape)),
      run,
    ),
  ]
}

const strided = (begin: number[], end: number[], strides: number[], masks: readonly number[] = []) => {
  return (x: tf.Tensor): tf.Tensor =>
    tf.stridedSlice(x, begin, end, strides, ...(masks as [number, number, number, number, number]))
}

const shapes = {
  Slice: (draw) => [
    ...typed(draw, [5, 7], (x) => tf.slice(x!, [1, 2], [3, 4])),
    on([draw.floats([5, 7])], (x) => tf.slice(x!, [2], [-1])),
    on([draw.floats([3, 4, 5, 2])], (x) => tf.slice(x!, [0, 1, 0, 1], [3, 2, 5, 1])),
    on([draw.floats([9])], (x) => tf.slice(x!, 4, 5)),
  ],
  StridedSlice: (draw) => [
    ...typed(draw, [7, 9], strided([1, 0], [7, 9], [2, 3])),
    on([draw.floats([7, 9])], strided([-1, 8], [0, 0], [-2, -3])),
    on([draw.floats([7, 9])], strided([3, 0], [0, 9], [-1, 2], [0, 1])),
    on([draw.floats([7, 9])], strided([2, 1], [5, 2], [1, 1], [1, 0, 0, 0, 2])),
    on([draw.floats([3, 4, 5])], strided([0, 1], [2, 3], [1, 1], [0, 0, 1])),
  ],
  Reverse: (draw) => [
    ...typed(draw, [3, 5], (x) => tf.reverse(x!, 1)),
    on([draw.floats([3, 5, 2])], (x) => tf.reverse(x!, [0, -1])),
    on([draw.floats([7])], (x) => tf.reverse(x!)),
  ],
  PadV2: (draw) => [
    ...typed(draw, [3, 5], (x) =>
      kernel(
        'PadV2',
        { x: x! },
        {
          paddings: [
            [1, 0],
            [2, 3],
          ],
          constantValue: 0,
        },
      ),
    ),
    on([draw.floats([3])], (x) => tf.pad(x!, [[2, 1]], 1.5)),
    on([draw.ints([3])], (x) => tf.pad(x!, [[2, 1]], -4)),
    on([draw.floats([1, 3, 2, 1])], (x) =>
      tf.pad(x!, [
        [0, 0],
        [1, 2],
        [0, 1],
        [0, 0],
      ]),
    ),
  ],
  MirrorPad: (draw) =>
    (['reflect', 'symmetric'] as const).flatMap((mode) => [
      ...typed(draw, [4, 5], (x) =>
        tf.mirrorPad(
          x!,
          [
            [1, 2],
            [3, 0],
          ],
          mode,
        ),
      ),
      on([draw.floats([2, 3, 4])], (x) =>
        tf.mirrorPad(
          x!,
          [
            [0, 0],
            [2, 1],
            [1, 3],
          ],
          mode,
        ),
      ),
    ]),
  Transpose: (draw) => [
    ...typed(draw, [3, 5], (x) => tf.transpose(x!)),
    on([draw.floats([2, 3, 4, 5])], (x) => tf.transpose(x!, [0, 3, 1, 2])),
    on([draw.floats([2, 1, 3, 2, 2])], (x) => tf.transpose(x!, [4, 2, 0, 3, 1])),
    on([draw.floats([2, 3, 4])], (x) => tf.transpose(tf.transpose(x!, [2, 0, 1]), [1, 0, 2])),
  ],
  Tile: (draw) => [
    ...typed(draw, [3, 2], (x) => tf.tile(x!, [2, 3])),
    on([draw.floats([5])], (x) => tf.tile(x!, [3])),
    on([draw.floats([1, 3, 1])], (x) => tf.tile(x!, [4, 1, 2])),
  ],
  Concat: (draw) => [
    ...several(
      draw,
      [
        [3, 2],
        [3, 5],
        [3, 1],
      ],
      (...parts) => tf.concat(parts, 1),
    ),
    ...several(
      draw,
      [
        [2, 3],
        [5, 3],
      ],
      (...parts) => tf.concat(parts, 0),
    ),
    on([draw.bools([3]), draw.bools([2])], (...parts) => tf.concat(parts)),
    on([draw.floats([1, 3, 2, 2]), draw.floats([1, 3, 2, 3])], (...parts) => tf.concat(parts, -1)),
    on([draw.floats([2, 3]), draw.floats([2, 3])], (a, b) => tf.concat([a!, tf.zeros([2, 0]), b!], 1)),
  ],
  Pack: (draw) => [
    ...several(
      draw,
      [
        [3, 2],
        [3, 2],
        [3, 2],
      ],
      (...parts) => tf.stack(parts, 1),
    ),
    on([draw.floats([]), draw.floats([])], (...parts) => tf.stack(parts)),
    on([draw.floats([3, 2]), draw.floats([3, 2])], (...parts) => tf.stack(parts, 2)),
  ],
  SplitV: (draw) => [
    ...typed(draw, [3, 6], (x) => tf.split(x!, 3, 1)),
    on([draw.floats([7, 2])], (x) => tf.split(x!, [1, 4, 2], 0)),
    on([draw.floats([2, 7])], (x) => tf.split(x!, [3, -1], -1)),
  ],
  Unpack: (draw) => [
    ...typed(draw, [3, 4], (x) => tf.unstack(x!, 1)),
    on([draw.floats([5])], (x) => tf.unstack(x!)),
    on([draw.floats([2, 3, 4])], (x) => tf.unstack(x!, -1)),
  ],
  Reshape: (draw) => [
    ...typed(draw, [3, 4], (x) => tf.reshape(x!, [2, 6])),
    on([draw.floats([3, 4])], (x) => tf.reshape(x!, [-1])),
    on([draw.floats([1])], (x) => tf.reshape(x!, [])),
    on([draw.floats([2, 3, 4])], (x) => tf.reshape(x!, [4, 1, -1, 2])),
  ],
  ExpandDims: (draw) => [
    ...typed(draw, [3, 4], (x) => tf.expandDims(x!, 1)),
    on([draw.floats([3, 4])], (x) => tf.expandDims(x!, -1)),
    on([draw.floats([])], (x) => tf.expandDims(x!)),
  ],
} satisfies Record<string, CaseMaker>

const onePerType = ['float32', 'int32', 'bool'] as const

export const shapeCases = {
  ...shapes,
  Fill: () => onePerType.map((dtype) => on([], () => tf.fill([3, 2], 1, dtype))),
  OneHot: (draw) => [
    on([draw.ints([7], 0, 4)], (x) => tf.oneHot(x!, 5)),
    on([draw.ints([2, 3], 0, 3)], (x) => tf.oneHot(x!, 4, 2.5, -1)),
    on([intVector(-1, 0, 3, 9)], (x) => tf.oneHot(x!, 3)),
    ...onePerType.map((dtype) => on([draw.ints([5], 0, 3)], (x) => tf.oneHot(x!, 4, 1, 0, dtype))),
  ],
  GatherV2: (draw) => [
    ...[draw.floats([5, 3]), draw.ints([5, 3]), draw.bools([5, 3])].map((x) =>
      on([x, intVector(4, 0, 0, 2)], (table, rows) => tf.gather(table!, rows! as tf.Tensor1D)),
    ),
    on([draw.floats([3, 5, 2]), draw.ints([2, 3], 0, 4)], (x, places) => tf.gather(x!, places!, 1)),
    on([draw.floats([3, 5]), draw.ints([4], 0, 4)], (x, places) => tf.gather(x!, places!, -1)),
    on([draw.floats([3, 5]), draw.ints([], 0, 2)], (x, place) => tf.gather(x!, place!)),
  ],
} satisfies Record<string, CaseMaker>

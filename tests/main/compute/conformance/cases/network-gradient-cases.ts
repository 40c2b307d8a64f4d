import * as tf from '@tensorflow/tfjs-core'
import { at, type GradientCaseMaker } from '../gradient-case'
import { intVector } from '../draw'
import type { Pad } from '../windows'

type Image = tf.Tensor4D
type Shape4 = [number, number, number, number]

function convolution(shape: Shape4, filter: Shape4, strides: number, pad: Pad): GradientCaseMaker {
  return (draw) =>
    at([draw.floats(shape), draw.floats(filter)], (x, w) =>
      tf.conv2d(
        x! as Image,
        w! as Image,
        strides,
        pad,
        'NHWC',
        1,
        typeof pad === 'number' ? 'floor' : undefined,
      ),
    )
}

function depthwise(shape: Shape4, filter: Shape4, strides: number, pad: 'same' | 'valid'): GradientCaseMaker {
  return (draw) =>
    at([draw.floats(shape), draw.floats(filter)], (x, w) =>
      tf.depthwiseConv2d(x! as Image, w! as Image, strides, pad),
    )
}

function maxPool(shape: Shape4, size: number, strides: number, pad: 'same' | 'valid'): GradientCaseMaker {
  return (draw) => at([draw.distinct(shape)], (x) => tf.maxPool(x! as Image, size, strides, pad))
}

function averagePool(shape: Shape4, size: number, strides: number, pad: 'same' | 'valid'): GradientCaseMaker {
  return (draw) => at([draw.floats(shape)], (x) => tf.avgPool(x! as Image, size, strides, pad))
}

type Resize = typeof tf.image.resizeBilinear

function resize(op: Resize, size: [number, number], [corners, half]: [boolean, boolean]): GradientCaseMaker {
  return (draw) => at([draw.floats([2, 4, 5, 3])], (x) => op(x! as Image, size, corners, half))
}

const windows = {
  'conv2d stride 1 same': convolution([2, 5, 6, 3], [3, 3, 3, 2], 1, 'same'),
  'conv2d stride 2 same, odd size': convolution([1, 7, 5, 2], [3, 3, 2, 3], 2, 'same'),
  'conv2d stride 2 same, even size': convolution([1, 6, 8, 2], [3, 3, 2, 1], 2, 'same'),
  'conv2d stride 2 valid, rest': convolution([1, 6, 5, 2], [3, 2, 2, 2], 2, 'valid'),
  'conv2d stride 3 valid, gaps': convolution([1, 8, 8, 1], [2, 2, 1, 2], 3, 'valid'),
  'conv2d 1x1 stride 2': convolution([2, 5, 5, 3], [1, 1, 3, 4], 2, 'valid'),
  'conv2d padding 1 stride 2': convolution([1, 6, 6, 2], [3, 3, 2, 2], 2, 1),
  'conv2d explicit padding': convolution([1, 5, 5, 1], [3, 3, 1, 2], 2, [
    [0, 0],
    [2, 0],
    [0, 1],
    [0, 0],
  ]),
  'depthwise multiplier 1': depthwise([2, 5, 5, 3], [3, 3, 3, 1], 1, 'same'),
  'depthwise multiplier 2, stride 2 same': depthwise([1, 7, 5, 3], [3, 3, 3, 2], 2, 'same'),
  'depthwise multiplier 2, stride 2 valid': depthwise([1, 6, 6, 2], [3, 3, 2, 2], 2, 'valid'),
  'maxPool tiling': maxPool([2, 4, 6, 3], 2, 2, 'valid'),
  'maxPool tiling with a rest': maxPool([1, 5, 7, 2], 2, 2, 'valid'),
  'maxPool overlapping with padding': maxPool([1, 7, 6, 2], 3, 2, 'same'),
  'maxPool with gaps': maxPool([1, 7, 7, 1], 2, 3, 'valid'),
  'avgPool tiling': averagePool([2, 4, 6, 3], 2, 2, 'valid'),
  'avgPool overlapping with padding': averagePool([1, 7, 6, 2], 3, 2, 'same'),
  'avgPool stride 1 with padding': averagePool([1, 5, 5, 2], 3, 1, 'same'),
  'global average pool': (draw) => at([draw.floats([2, 5, 3, 4])], (x) => tf.mean(x!, [1, 2])),
  'resizeBilinear up': resize(tf.image.resizeBilinear, [7, 9], [false, false]),
  'resizeBilinear aligned corners': resize(tf.image.resizeBilinear, [7, 3], [true, false]),
  'resizeBilinear half-pixel up': resize(tf.image.resizeBilinear, [7, 9], [false, true]),
  'resizeBilinear half-pixel down': resize(tf.image.resizeBilinear, [3, 2], [false, true]),
  resizeNearestNeighbor: resize(tf.image.resizeNearestNeighbor, [7, 3], [false, false]),
  'resizeNearestNeighbor aligned corners': resize(tf.image.resizeNearestNeighbor, [7, 9], [true, false]),
  'resizeNearestNeighbor half-pixel': resize(tf.image.resizeNearestNeighbor, [7, 3], [false, true]),
} satisfies Record<string, GradientCaseMaker>

const batchNorms = {
  'batchNorm with given statistics': (draw) =>
    at(
      [
        draw.floats([2, 3, 4, 3]),
        draw.floats([3]),
        draw.floats([3], 0.5, 2),
        draw.floats([3]),
        draw.floats([3]),
      ],
      (...all) => {
        const [x, mean, variance, offset, scale] = all as [Image, ...tf.Tensor1D[]] & tf.Tensor1D[]
        return tf.batchNorm(x!, mean!, variance!, offset, scale, 1e-3)
      },
    ),
  'batchNorm with statistics of the batch': (draw) =>
    at([draw.floats([2, 3, 4, 3]), draw.floats([3]), draw.floats([3])], (x, offset, scale) => {
      const { mean, variance } = tf.moments(x!, [0, 1, 2])
      return tf.batchNorm(x!, mean, variance, offset as tf.Tensor1D, scale as tf.Tensor1D, 1e-2)
    }),
  'batchNorm of rows': (draw) =>
    at([draw.floats([6, 4]), draw.floats([4]), draw.floats([4])], (x, offset, scale) => {
      const { mean, variance } = tf.moments(x!, [0])
      return tf.batchNorm(x!, mean, variance, offset as tf.Tensor1D, scale as tf.Tensor1D, 1e-2)
    }),
} satisfies Record<string, GradientCaseMaker>

const chosenClasses = [0, 3, 2]

const losses = {
  softmax: (draw) => at([draw.floats([3, 5])], (x) => tf.softmax(x!)),
  logSoftmax: (draw) => at([draw.floats([3, 5])], (x) => tf.logSoftmax(x!)),
  'softmax cross-entropy': (draw) =>
    at([draw.floats([3, 5])], (x) =>
      tf.losses.softmaxCrossEntropy(tf.oneHot(chosenClasses, 5, 1, 0, 'float32'), x!),
    ),
  'sigmoid cross-entropy': (draw) =>
    at([draw.signed([3, 5])], (x) =>
      tf.losses.sigmoidCrossEntropy(tf.oneHot(chosenClasses, 5, 1, 0, 'float32'), x!),
    ),
  'mean squared error': (draw) =>
    at([draw.floats([3, 5]), draw.floats([3, 5])], (a, b) => tf.losses.meanSquaredError(a!, b!)),
} satisfies Record<string, GradientCaseMaker>

const products = {
  matMul: (draw) => at([draw.floats([3, 5]), draw.floats([5, 2])], (a, b) => tf.matMul(a!, b!)),
  'matMul transposed': (draw) =>
    at([draw.floats([5, 3]), draw.floats([2, 5])], (a, b) => tf.matMul(a!, b!, true, true)),
  'matMul in batches': (draw) =>
    at([draw.floats([2, 3, 4]), draw.floats([2, 4, 3])], (a, b) => tf.matMul(a!, b!)),
  'fused matMul': (draw) =>
    at([draw.floats([3, 5]), draw.floats([5, 2]), draw.floats([2])], (a, b, bias) =>
      tf.fused.matMul({ a: a!, b: b!, bias: bias!, activation: 'elu' }),
    ),
} satisfies Record<string, GradientCaseMaker>

// Without prod, whose gradient in tfjs needs the chained methods of its browser build.
const reductionsAndShapes = {
  sum: (draw) => at([draw.floats([3, 4, 2])], (x) => tf.sum(x!, [0, 2])),
  mean: (draw) => at([draw.floats([3, 4, 2])], (x) => tf.mean(x!, 1, true)),
  max: (draw) => at([draw.distinct([3, 4, 2])], (x) => tf.max(x!, 1)),
  min: (draw) => at([draw.distinct([3, 4, 2])], (x) => tf.min(x!, [0, 2], true)),
  logSumExp: (draw) => at([draw.floats([3, 4])], (x) => tf.logSumExp(x!, 1)),
  cumsum: (draw) => at([draw.floats([3, 4])], (x) => tf.cumsum(x!, 1, true, true)),
  norm: (draw) => at([draw.signed([3, 4])], (x) => tf.norm(x!, 'euclidean', 1)),
  reshape: (draw) => at([draw.floats([3, 4])], (x) => tf.square(tf.reshape(x!, [2, 6]))),
  transpose: (draw) => at([draw.floats([2, 3, 4])], (x) => tf.transpose(x!, [2, 0, 1])),
  slice: (draw) => at([draw.floats([3, 5])], (x) => tf.slice(x!, [1, 2], [2, 2])),
  pad: (draw) =>
    at([draw.floats([3, 5])], (x) =>
      tf.pad(x!, [
        [1, 2],
        [0, 3],
      ]),
    ),
  concat: (draw) => at([draw.floats([3, 2]), draw.floats([3, 4])], (a, b) => tf.concat([a!, b!], 1)),
  'stack and unstack': (draw) =>
    at([draw.floats([3, 2]), draw.floats([3, 2])], (a, b) => tf.unstack(tf.stack([a!, b!], 1), 2)[1]!),
  split: (draw) => at([draw.floats([3, 6])], (x) => tf.mul(tf.split(x!, 3, 1)[0]!, tf.split(x!, 3, 1)[2]!)),
  tile: (draw) => at([draw.floats([3, 2])], (x) => tf.tile(x!, [2, 3])),
  broadcastTo: (draw) => at([draw.floats([3, 1])], (x) => tf.broadcastTo(x!, [2, 3, 4])),
  reverse: (draw) => at([draw.floats([3, 4])], (x) => tf.reverse(x!, 1)),
  expandDims: (draw) => at([draw.floats([3, 4])], (x) => tf.expandDims(x!, 1)),
  'gather with repeats': (draw) => {
    const rows = intVector(2, 0, 2, 2).data as Int32Array
    return at([draw.floats([3, 4])], (x) => tf.gather(x!, tf.tensor1d(rows, 'int32')))
  },
  'gather of columns': (draw) =>
    at([draw.floats([3, 4])], (x) => tf.gather(x!, tf.tensor1d([3, 1, 1], 'int32'), 1)),
} satisfies Record<string, GradientCaseMaker>

export const networkGradientCases = {
  ...windows,
  ...batchNorms,
  ...losses,
  ...products,
  ...reductionsAndShapes,
} satisfies Record<string, GradientCaseMaker>

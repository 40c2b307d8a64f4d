import * as tf from '@tensorflow/tfjs-core'
import { kernel, on, type CaseMaker } from '../case'

type Shape = readonly number[]

const products: readonly (readonly [a: Shape, b: Shape, transposeA: boolean, transposeB: boolean])[] = [
  [[3, 5], [5, 7], false, false],
  [[5, 3], [5, 7], true, false],
  [[3, 5], [7, 5], false, true],
  [[5, 3], [7, 5], true, true],
  [[2, 3, 5], [2, 5, 1], false, false],
  [[4, 3, 5], [1, 5, 2], false, false],
  [[1, 3, 5], [4, 2, 5], false, true],
  [[2, 3, 3, 5], [2, 3, 5, 2], false, false],
  [[1, 1], [1, 1], false, false],
]

const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const

const normalizations: readonly (readonly [x: Shape, statistics: Shape])[] = [
  [[2, 3, 5, 3], [3]],
  [[2, 3, 5, 1], [1]],
  [[7, 4], [4]],
  [
    [2, 3, 4],
    [2, 3, 4],
  ],
]

export const matrixCases = {
  BatchMatMul: (draw) =>
    products.map(([a, b, transposeA, transposeB]) =>
      on([draw.floats(a), draw.floats(b)], (x, y) => tf.matMul(x!, y!, transposeA, transposeB)),
    ),
  _FusedMatMul: (draw) => [
    ...activations.map((activation, index) => {
      const [a, b, transposeA, transposeB] = products[index % 5]!
      const columns = b.at(transposeB ? -2 : -1)!
      return on([draw.floats(a), draw.floats(b), draw.floats([columns])], (x, y, bias) =>
        tf.fused.matMul({
          a: x!,
          b: y!,
          transposeA,
          transposeB,
          bias: bias!,
          activation,
          leakyreluAlpha: 0.3,
        }),
      )
    }),
    on(
      [draw.floats([3, 5]), draw.floats([5, 7]), draw.floats([7]), draw.floats([7])],
      (x, y, bias, preluActivationWeights) =>
        tf.fused.matMul({
          a: x!,
          b: y!,
          bias: bias!,
          activation: 'prelu',
          preluActivationWeights: preluActivationWeights!,
        }),
    ),
    on([draw.floats([3, 5]), draw.floats([5, 7])], (x, y) =>
      tf.fused.matMul({ a: x!, b: y!, activation: 'relu' }),
    ),
  ],
  FusedBatchNorm: (draw) =>
    normalizations.flatMap(([shape, statistics]) => {
      const required = [draw.floats(shape), draw.floats(statistics), draw.floats(statistics, 0.1, 2)]
      return [
        on([...required, draw.floats(statistics), draw.floats(statistics)], (...all) => {
          const [x, mean, variance, offset, scale] = all as [
            tf.Tensor,
            tf.Tensor,
            tf.Tensor,
            tf.Tensor,
            tf.Tensor,
          ]
          return kernel('FusedBatchNorm', { x, mean, variance, offset, scale }, { varianceEpsilon: 1e-3 })
        }),
        on(required, (x, mean, variance) =>
          kernel('FusedBatchNorm', { x: x!, mean: mean!, variance: variance! }, { varianceEpsilon: 1e-5 }),
        ),
      ]
    }),
} satisfies Record<string, CaseMaker>

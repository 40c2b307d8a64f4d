import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import { beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../../../src/main/compute/compile'
import { studioBackend } from '../../../src/main/compute/studio-backend'
import { describeGradients } from './conformance/gradient-suite'

beforeAll(() => {
  studioBackend()
})

describeGradients('cpu')

/** The gradient of the sum of a max pooling of a `size`² image. */
async function poolGradient(
  image: readonly number[],
  size: number,
  [window, stride, pad]: readonly [number, number, 'same' | 'valid'],
): Promise<number[]> {
  const shape = [1, size, size, 1] as const
  const program = await compile(
    'cpu',
    ({ x }) => ({ g: tf.grad((y) => tf.sum(tf.maxPool(y as tf.Tensor4D, window, stride, pad)))(x!) }),
    { x: { shape } },
  )
  const { g } = await program.run({ x: Float32Array.from(image) })
  await program.dispose()
  return Array.from(g!.data)
}

describe('ties in a max pooling', () => {
  test('give the gradient to the first position in row order', async () => {
    // Two tied windows in the upper half: 5 5 / 5 1 and 1 2 / 2 2; below, all zero.
    const image = [5, 5, 1, 2, 5, 1, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0]
    expect(await poolGradient(image, 4, [2, 2, 'valid'])).toEqual([
      1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0,
    ])
  })

  test('do so in overlapping windows with padding', async () => {
    // 3 x 3 windows in steps of 2 over 5 x 5 'same' begin at -1, 1 and 3: a flat image gives each window's first
    // real pixel one, which are rows and columns 0, 1 and 3.
    const gradient = await poolGradient(new Array<number>(25).fill(-3), 5, [3, 2, 'same'])
    expect(gradient).toEqual([1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0])
  })
})

test('a batch normalization in training updates its moving averages', async () => {
  const layer = layers.layers.batchNormalization({ momentum: 0.75, inputShape: [1] })
  const model = layers.sequential({ layers: [layer] })
  const program = await compile('cpu', ({ x }) => ({ y: model.apply(x!, { training: true }) as tf.Tensor }), {
    x: { shape: [2, 1] },
  })
  const averages = async (): Promise<number[]> =>
    Promise.all(layer.getWeights().map(async (weight) => (await weight.data())[0]!))
  expect(await averages()).toEqual([1, 0, 0, 1])
  // Mean 4; variance 4. mean: .25 · 4 = 1, then .75 · 1 + 1. variance: .75 + .25 · 4 = 1.75, then 2.3125.
  await program.run({ x: Float32Array.of(2, 6) })
  expect(await averages()).toEqual([1, 0, 1, 1.75])
  await program.run({ x: Float32Array.of(2, 6) })
  expect(await averages()).toEqual([1, 0, 1.75, 2.3125])
  await program.dispose()
  model.dispose()
})

test('many compilations, runs and disposals leave nothing behind', async () => {
  const weight = tf.variable(tf.ones([3, 3, 1, 2]))
  const memory = (): object => ({ tensors: tf.memory().numTensors, buffers: studioBackend().numDataIds() })
  const before = memory()
  for (let round = 0; round < 20; round++) {
    const program = await compile(
      'cpu',
      ({ x }) => {
        const loss = (): tf.Scalar =>
          tf.mean(
            tf.maxPool(tf.relu(tf.conv2d(x as tf.Tensor4D, weight as tf.Tensor4D, 1, 'same')), 2, 2, 'same'),
          )
        const { value, grads } = tf.variableGrads(loss, [weight])
        weight.assign(tf.sub(weight, tf.mul(grads[weight.name]!, 0.01)))
        return { value }
      },
      { x: { shape: [1, 5, 5, 1] } },
    )
    await program.run({ x: new Float32Array(25).fill(round) })
    await program.run({ x: new Float32Array(25).fill(1) })
    await program.dispose()
  }
  expect(memory()).toEqual(before)
  weight.dispose()
})

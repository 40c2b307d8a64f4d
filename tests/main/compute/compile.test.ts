import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import { beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../../../src/main/compute/compile'
import { studioBackend } from '../../../src/main/compute/studio-backend'

beforeAll(() => {
  studioBackend()
})

describe('compile', () => {
  test('computes what the program says', async () => {
    const program = await compile('cpu', ({ x }) => ({ y: tf.add(tf.mul(x!, 2), 1) }), { x: { shape: [3] } })
    const { y } = await program.run({ x: Float32Array.of(1, 2, 3) })
    expect(y).toEqual({ shape: [3], dtype: 'float32', data: Float32Array.of(3, 5, 7) })
    await program.dispose()
  })

  test('finds the variables that a program changes, and keeps them from run to run', async () => {
    const total = tf.variable(tf.tensor1d([10]))
    const program = await compile(
      'cpu',
      ({ x }) => {
        total.assign(tf.add(total, x!))
        return { twice: tf.mul(total, 2) }
      },
      { x: { shape: [1] } },
    )
    expect(Array.from(total.dataSync())).toEqual([10])
    expect((await program.run({ x: Float32Array.of(1) })).twice!.data).toEqual(Float32Array.of(22))
    expect((await program.run({ x: Float32Array.of(5) })).twice!.data).toEqual(Float32Array.of(32))
    expect(Array.from(await total.data())).toEqual([16])
    await program.dispose()
    total.dispose()
  })

  test('leaves values alone that were read before later runs', async () => {
    const total = tf.variable(tf.tensor1d([10]))
    const program = await compile(
      'cpu',
      ({ x }) => {
        total.assign(tf.add(total, x!))
        return { total }
      },
      { x: { shape: [1] } },
    )
    const one = { x: Float32Array.of(1) }
    const read: tf.TypedArray[] = [await total.data()]
    for (let run = 0; run < 6; run++) {
      await program.run(one)
      if (run % 2 === 0) read.push(total.dataSync())
    }
    expect(read.map(([value]) => value)).toEqual([10, 11, 13, 15])
    const results = await Promise.all([program.run(one), program.run(one)])
    expect(results.map(({ total: sum }) => sum!.data[0])).toEqual([17, 17])
    expect((await program.run(one)).total!.data[0]).toBe(18)
    await program.dispose()
    total.dispose()
  })

  test('writes a variable in turn into two arrays, which no run copies', async () => {
    const total = tf.variable(tf.tensor1d([10]))
    const program = await compile(
      'cpu',
      () => {
        total.assign(tf.add(total, 1))
        return {}
      },
      {},
    )
    const arrays = new Set<unknown>()
    for (let run = 0; run < 5; run++) {
      await program.run({})
      const { storage } = studioBackend().record(total.dataId)
      if (storage.at === 'host') arrays.add(storage.data)
    }
    expect(arrays.size).toBe(2)
    expect(total.dataSync()[0]).toBe(15)
    await program.dispose()
    total.dispose()
  })

  test('runs tfjs optimisers and layers: a small dense network learns XOR', async () => {
    const model = layers.sequential({
      layers: [
        layers.layers.dense({
          units: 8,
          inputShape: [2],
          activation: 'tanh',
          kernelInitializer: layers.initializers.glorotUniform({ seed: 3 }),
        }),
        layers.layers.dense({
          units: 1,
          activation: 'sigmoid',
          kernelInitializer: layers.initializers.glorotUniform({ seed: 4 }),
        }),
      ],
    })
    const optimizer = tf.train.momentum(0.5, 0.9)
    const step = await compile(
      'cpu',
      ({ x, y }) => ({
        loss: optimizer.minimize(
          () =>
            tf.losses.sigmoidCrossEntropy(
              y!,
              tf.mul(tf.sub(model.apply(x!, { training: true }) as tf.Tensor, 0.5), 8),
            ),
          true,
        )!,
      }),
      { x: { shape: [4, 2] }, y: { shape: [4, 1] } },
    )
    const feed = { x: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), y: Float32Array.of(0, 1, 1, 0) }
    const first = (await step.run(feed)).loss!.data[0]!
    let last = first
    for (let i = 0; i < 300; i++) last = (await step.run(feed)).loss!.data[0]!
    expect(last).toBeLessThan(first / 4)
    await step.dispose()
    optimizer.dispose()
    model.dispose()
  })

  test('compiles the depthwise convolution of tfjs layers, which passes null dilations', async () => {
    const layer = layers.layers.depthwiseConv2d({
      kernelSize: 3,
      padding: 'same',
      depthwiseInitializer: 'ones',
    })
    const program = await compile('cpu', ({ x }) => ({ y: layer.apply(x!) as tf.Tensor }), {
      x: { shape: [1, 3, 3, 1] },
    })
    // A sum over each 3 × 3 neighbourhood of ones: 4 in the corners, 6 at the edges, 9 in the middle.
    const { y } = await program.run({ x: new Float32Array(9).fill(1) })
    expect(Array.from(y!.data)).toEqual([4, 6, 4, 6, 9, 6, 4, 6, 4])
    await program.dispose()
    layer.dispose()
  })

  test('leaves no tensor behind', async () => {
    const weight = tf.variable(tf.ones([2, 2]))
    const before = { tensors: tf.memory().numTensors, buffers: studioBackend().numDataIds() }
    const program = await compile(
      'cpu',
      ({ x }) => {
        const { value, grads } = tf.variableGrads(
          () => tf.sum(tf.square(tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D))),
          [weight],
        )
        weight.assign(tf.sub(weight, grads[weight.name]!))
        return { value }
      },
      { x: { shape: [1, 2] } },
    )
    for (let i = 0; i < 3; i++) await program.run({ x: Float32Array.of(0.1, 0.2) })
    await program.dispose()
    expect({ tensors: tf.memory().numTensors, buffers: studioBackend().numDataIds() }).toEqual(before)
    weight.dispose()
  })

  test('names the kernel and the op that cannot be compiled', async () => {
    await expect(compile('cpu', ({ x }) => ({ y: tf.asinh(x!) }), { x: { shape: [2] } })).rejects.toThrow(
      /asinh needs the kernel Asinh/,
    )
  })

  test('refuses randomness and values read while recording', async () => {
    await expect(
      compile('cpu', ({ x }) => ({ y: tf.dropout(x!, 0.5) }), { x: { shape: [2] } }),
    ).rejects.toThrow(/draws random numbers/)
    await expect(
      compile('cpu', ({ x }) => ({ y: tf.scalar(x!.dataSync()[0]!) }), { x: { shape: [2] } }),
    ).rejects.toThrow(/cannot branch on values/)
  })

  test('refuses an input of another type or an unknown name, and a variable that is gone', async () => {
    const weight = tf.tidy(() => tf.variable(tf.scalar(2)))
    const program = await compile('cpu', ({ x }) => ({ y: tf.mul(x!, weight) }), { x: { shape: [2] } })
    await expect(program.run({ x: Int32Array.of(1, 2) })).rejects.toThrow(
      /type float32 and takes a Float32Array/,
    )
    await expect(program.run({ x: Float32Array.of(1, 2), z: Float32Array.of(1) })).rejects.toThrow(
      /no input z; it has: x/,
    )
    weight.dispose()
    await expect(program.run({ x: Float32Array.of(1, 2) })).rejects.toThrow(
      /was disposed after it was compiled/,
    )
    await program.dispose()
  })

  test('names a missing input and one of the wrong size', async () => {
    const program = await compile('cpu', ({ x }) => ({ y: tf.neg(x!) }), { x: { shape: [2] } })
    await expect(program.run({})).rejects.toThrow(/needs the input x \[2\]/)
    await expect(program.run({ x: Float32Array.of(1) })).rejects.toThrow(
      /has 1 values; its shape \[2\] takes 2/,
    )
    await program.dispose()
  })
})

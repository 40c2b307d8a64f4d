import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { targetOf } from '../../../src/main/compute/channel-block'
import { compile, finishGraph } from '../../../src/main/compute/compile'
import type { Program, TensorValue } from '../../../src/main/compute/program'
import { studioBackend } from '../../../src/main/compute/studio-backend'
import { traceProgram } from '../../../src/main/compute/trace'
import { expectClose } from './conformance/compare'
import { Draw } from './conformance/draw'

beforeAll(() => {
  studioBackend()
})

type Conv = { readonly filter: tf.Tensor4D; readonly bias: tf.Tensor1D }

/** Convolutions with biases, ReLU and max pooling, whose channels are whole blocks of 8 and of 16 but for the ends. */
function network(images: tf.Tensor4D, layers: readonly Conv[], strides: number): tf.Tensor4D {
  return layers.reduce((value, { filter, bias }, index) => {
    const last = index === layers.length - 1
    const convolved = tf.add<tf.Tensor4D>(tf.conv2d(value, filter, last ? strides : 1, 'same'), bias)
    const active = tf.relu(convolved)
    return index === 1 ? tf.maxPool(active, 2, 2, 'valid') : active
  }, images)
}

const channels = [3, 16, 32, 32, 5]
const names = ['images', ...channels.slice(1).flatMap((_, index) => [`filter${index}`, `bias${index}`])]

function drawn(batch: number, size: number): readonly TensorValue[] {
  const draw = new Draw('layouts')
  const parameters = channels
    .slice(1)
    .flatMap((to, index) => [draw.floats([3, 3, channels[index]!, to]), draw.floats([to])])
  return [draw.floats([batch, size, size, channels[0]!]), ...parameters]
}

function outputOf([images, ...parameters]: readonly tf.Tensor[], strides: number): tf.Tensor4D {
  const layers = channels.slice(1).map((_, index) => ({
    filter: parameters[2 * index] as tf.Tensor4D,
    bias: parameters[2 * index + 1] as tf.Tensor1D,
  }))
  return network(images as tf.Tensor4D, layers, strides)
}

/** The output, and the gradients of the mean of its squares with respect to images and parameters. */
function program(strides: number): Program {
  const loss = (...values: tf.Tensor[]): tf.Tensor => tf.mean(tf.square(outputOf(values, strides)))
  return (inputs) => {
    const values = names.map((name) => inputs[name]!)
    const gradients = tf.grads(loss)(values)
    return {
      output: outputOf(values, strides),
      ...Object.fromEntries(gradients.map((gradient, index) => [names[index]!, gradient])),
    }
  }
}

const specsOf = (values: readonly TensorValue[]) =>
  Object.fromEntries(values.map(({ shape }, index) => [names[index]!, { shape }]))

/** The same program, kernel by kernel on tfjs' cpu backend. */
function eagerly(run: Program, values: readonly TensorValue[]): ReadonlyMap<string, TensorValue> {
  const expected = new Map<string, TensorValue>()
  tf.tidy(() => {
    const tensors = values.map(
      ({ data, shape }, index) => [names[index]!, tf.tensor(data, [...shape], 'float32')] as const,
    )
    for (const [name, tensor] of Object.entries(run(Object.fromEntries(tensors)))) {
      const data = Float32Array.from(tensor.dataSync())
      expected.set(name, { shape: tensor.shape, dtype: 'float32', data })
    }
  })
  return expected
}

describe('convolutions that follow one another', () => {
  test.each([
    ['few large images', 2, 24, 1],
    ['many small images', 7, 6, 1],
    ['strides', 3, 12, 2],
  ])('give the values and gradients of tfjs’ cpu backend: %s', async (_, batch, size, strides) => {
    const values = drawn(batch, size)
    const compiled = await compile('cpu', program(strides), specsOf(values))
    const results = await compiled.run(
      Object.fromEntries(values.map(({ data }, index) => [names[index]!, data])),
    )
    await compiled.dispose()
    for (const [name, want] of eagerly(program(strides), values)) {
      const largest = Math.max(...Array.from(want.data, Math.abs))
      expectClose(results[name]!, want, { absolute: 2e-6 * largest, relative: 2e-5 }, name)
    }
  })

  test('stay in blocks of channels where the processor has them, without detours', async () => {
    const target = await targetOf('cpu', false)
    const forward: Program = (inputs) => ({
      output: outputOf(
        names.map((name) => inputs[name]!),
        1,
      ),
    })
    const traced = traceProgram(studioBackend(), forward, specsOf(drawn(2, 12)), {
      freezeVariables: false,
      target,
    })
    const operators = finishGraph(traced).graph.nodes.map(({ op }) => op.split('.').at(-1))
    const count = (name: string): number => operators.filter((op) => op === name).length
    expect(count('Conv')).toBe(4)
    expect(count('Add')).toBe(0)
    // One way out of the blocks, before the last convolution, whose five channels are none.
    if (target.channelBlock > 0) expect(count('ReorderOutput')).toBe(1)
  })
})

import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import type { ComputeDevice } from '../../../src/main/compute/program'
import { gradCamMethod } from '../../../src/main/explain/grad-cam-method'
import { gradCamPlusPlusMethod } from '../../../src/main/explain/grad-cam-plus-plus-method'
import { layerCamMethod } from '../../../src/main/explain/layer-cam-method'
import type { Network } from '../../../src/main/network/network'
import { eagerDevice } from '../../support/eager-device'
import { pencilNetwork, toyImages, toyNetwork } from './toy-networks'

/** Of central differences with steps of 0.02, in float32. */
const differenceTolerance = 2e-3

/** Activations `[16][4]` of the toy's target layer and the gradients of a logit, by central differences. */
function byDifferences(network: Network, classIndex: number) {
  return tf.tidy(() => {
    const pixels = Float32Array.from(toyImages(1), (byte) => byte / 255)
    const flat = network.forwardTo('pool', tf.tensor4d(pixels, [1, 8, 8, 3])).dataSync() as Float32Array
    const logit = (values: Float32Array) =>
      network.forwardFrom('pool', tf.tensor4d(values, [1, 4, 4, 4])).dataSync()[classIndex]!
    const step = 0.02
    const gradient = Float32Array.from(flat, (_, i) => {
      const moved = (by: number) => flat.map((value, j) => (j === i ? value + by : value))
      return (logit(moved(step)) - logit(moved(-step))) / (2 * step)
    })
    return { activations: flat, gradient }
  })
}

const positions = Array.from({ length: 16 }, (_, i) => i)
const channels = [0, 1, 2, 3]
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const relu = (value: number) => Math.max(value, 0)

/** Each method's formula again, in loops over the values of one image. */
const formulas = {
  'grad-cam': (a: Float32Array, g: Float32Array) =>
    positions.map((p) =>
      sum(channels.map((k) => (sum(positions.map((q) => g[q * 4 + k]!)) / 16) * a[p * 4 + k]!)),
    ),
  'layer-cam': (a: Float32Array, g: Float32Array) =>
    positions.map((p) => sum(channels.map((k) => relu(g[p * 4 + k]!) * a[p * 4 + k]!))),
  'grad-cam-plus-plus': (a: Float32Array, g: Float32Array) => {
    const weight = (k: number) => {
      const total = sum(positions.map((q) => a[q * 4 + k]!))
      return sum(
        positions.map((q) => {
          const gradient = g[q * 4 + k]!
          const denominator = 2 * gradient ** 2 + total * gradient ** 3
          return denominator === 0 ? 0 : (gradient ** 2 / denominator) * relu(gradient)
        }),
      )
    }
    return positions.map((p) => sum(channels.map((k) => weight(k) * a[p * 4 + k]!)))
  },
}

describe.each([gradCamMethod, gradCamPlusPlusMethod, layerCamMethod])('$label', (method) => {
  test('is its formula on central differences of the logit', async () => {
    const network = toyNetwork()
    const runner = await method.prepare({ network, device: eagerDevice(), batchSize: 1 })
    for (const classIndex of [0, 1, 2]) {
      const [map] = await runner.explain(toyImages(1), [classIndex])
      const { activations, gradient } = byDifferences(network, classIndex)
      const expected = formulas[method.kind as keyof typeof formulas](activations, gradient)
      const scale = Math.max(...expected.map(Math.abs), 0.1)
      expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0)
      map!.raw.values.forEach((value, i) =>
        expect(Math.abs(value - expected[i]!) / scale).toBeLessThan(differenceTolerance),
      )
    }
    network.dispose()
  })

  test('differentiates nothing below the target layer', async () => {
    const network = toyNetwork()
    const kernels: string[] = []
    const profiled = {
      ...eagerDevice(),
      compile: async (...args: Parameters<ComputeDevice['compile']>) => {
        const compiled = await eagerDevice().compile(...args)
        const run: typeof compiled.run = async (inputs) => {
          let outputs: Awaited<ReturnType<typeof compiled.run>> = {}
          const profile = await tf.profile(async () => {
            outputs = await compiled.run(inputs)
            return tf.scalar(0)
          })
          kernels.push(...profile.kernels.map(({ name }) => name))
          return outputs
        }
        return { ...compiled, run }
      },
    }
    const runner = await method.prepare({ network, device: profiled, batchSize: 1 })
    await runner.explain(toyImages(1))
    // The head has one convolution, whose input gradient is needed; the max-pool and the weights are never
    // reached.
    expect(kernels.filter((name) => name === 'Conv2DBackpropInput')).toHaveLength(1)
    expect(kernels).not.toContain('Conv2DBackpropFilter')
    expect(kernels).not.toContain('MaxPoolGrad')
    expect(kernels.filter((name) => name === 'Conv2D')).toHaveLength(2)
    network.dispose()
  })
})

// Red 1, green 0.2, blue 0.4, at the corners one after the other. The gradient of the logit of red is 1, -1, 0 at each.
const corners = Uint8Array.of(255, 0, 0, 0, 51, 0, 0, 0, 102, 0, 0, 0)

test.each([
  // ReLU leaves the red channel: 1 at the first corner.
  [layerCamMethod, [1, 0, 0, 0]],
  // Red: alpha = 1 / (2 + 1 · 1) at each of 4 places, so its weight is 4 / 3. Green has a negative gradient, blue none.
  [gradCamPlusPlusMethod, [4 / 3, 0, 0, 0]],
])('pencil and paper: $label', async (method, expected) => {
  const network = pencilNetwork()
  const runner = await method.prepare({ network, device: eagerDevice(), batchSize: 1 })
  const [map] = await runner.explain(corners, [0])
  map!.raw.values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6))
  network.dispose()
})

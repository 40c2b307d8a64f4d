import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../../../../src/main/compute/compile'
import type { Provider } from '../../../../src/main/compute/ort'
import type { InputSpec, Program, TensorData, TensorValue } from '../../../../src/main/compute/program'
import { studioBackend } from '../../../../src/main/compute/studio-backend'
import { elementwiseGradientCases } from './cases/elementwise-gradient-cases'
import { networkGradientCases } from './cases/network-gradient-cases'
import { Draw } from './draw'
import type { GradientCase } from './gradient-case'

export const gradientCases = { ...elementwiseGradientCases, ...networkGradientCases }

/** Half the distance of the two points of a central difference. */
const step = 1e-2
/**
 * Central differences err by step² / 6 of the third derivative, about 1e-4 here, and by float32's rounding over the
 * step, about 1e-5.
 */
const differenceTolerance = 2e-3

/** Gradients of `provider`'s compiled programs against central differences computed on tfjs' `cpu` backend. */
export function describeGradients(provider: Provider): void {
  describe(`gradients on ${provider} equal central differences`, () => {
    beforeAll(() => {
      studioBackend()
    })
    for (const [name, make] of Object.entries(gradientCases)) {
      test(name, async () => {
        const before = memory()
        const draw = new Draw(name)
        const one = make(draw)
        const weights = draw.floats(tf.tidy(() => runOn(one, one.inputs).shape))
        const actual = await compiledGradients(provider, one, weights)
        for (const [place, gradient] of actual.entries())
          expectNear(gradient, differences(one, weights, place), `input ${place}`)
        expect(memory(), 'tensors and buffers').toEqual(before)
      })
    }
  })
}

const memory = () => ({ tensors: tf.memory().numTensors, buffers: studioBackend().numDataIds() })

function runOn({ run }: GradientCase, inputs: readonly TensorValue[]): tf.Tensor {
  return run(...inputs.map(({ shape, data }) => tf.tensor(data.slice(), [...shape])))
}

/** Gradients of the sum of the results times `weights`, for each input. */
async function compiledGradients(
  provider: Provider,
  { inputs, run }: GradientCase,
  weights: TensorValue,
): Promise<Float64Array[]> {
  const names = inputs.map((_, place) => `x${place}`)
  const specs: Record<string, InputSpec> = { weights: { shape: weights.shape } }
  const feeds: Record<string, TensorData> = { weights: weights.data }
  for (const [place, name] of names.entries()) {
    specs[name] = { shape: inputs[place]!.shape }
    feeds[name] = inputs[place]!.data
  }
  const program: Program = (tensors) => {
    const loss = (...all: tf.Tensor[]): tf.Scalar => tf.sum(tf.mul(run(...all), tensors['weights']!))
    const gradients = tf.grads(loss)(names.map((name) => tensors[name]!))
    return Object.fromEntries(names.map((name, place) => [name, gradients[place]!]))
  }
  const compiled = await compile(provider, program, specs)
  try {
    const results = await compiled.run(feeds)
    for (const [place, name] of names.entries()) expect(results[name]!.shape).toEqual(inputs[place]!.shape)
    return names.map((name) => Float64Array.from(results[name]!.data))
  } finally {
    await compiled.dispose()
  }
}

/** The same gradients by central differences; results are float32, their weighted sums are not. */
function differences(one: GradientCase, weights: TensorValue, place: number): Float64Array {
  const input = one.inputs[place]!
  const results = (data: Float32Array): TensorData =>
    tf.tidy(() => runOn(one, one.inputs.with(place, { ...input, data })).dataSync() as TensorData)
  return Float64Array.from(input.data, (value, index) => {
    const above = Float32Array.from(input.data).with(index, value + step)
    const below = Float32Array.from(input.data).with(index, value - step)
    const [high, low] = [results(above), results(below)]
    const change = Array.from(weights.data, (weight, at) => weight * (high[at]! - low[at]!)).reduce(
      (sum, term) => sum + term,
      0,
    )
    return change / (above[index]! - below[index]!)
  })
}

function expectNear(actual: Float64Array, expected: Float64Array, label: string): void {
  const wrong = Array.from(expected, (want, index) => ({ index, want, got: actual[index]! })).filter(
    ({ want, got }) => !(Math.abs(got - want) <= differenceTolerance * (1 + Math.abs(want))),
  )
  expect(wrong.slice(0, 4), `${label}: ${wrong.length} of ${expected.length} values`).toEqual([])
}

import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { compile } from '../../../../src/main/compute/compile'
import { lowerings, type LoweredKernel } from '../../../../src/main/compute/kernels'
import type { Provider } from '../../../../src/main/compute/ort'
import type { InputSpec, TensorData, TensorValue } from '../../../../src/main/compute/program'
import { studioBackend } from '../../../../src/main/compute/studio-backend'
import type { ConformanceCase, Tolerance } from './case'
import { kernelCases } from './cases'
import { expectClose } from './compare'
import { Draw } from './draw'

/** Rounding of float32 in another order: sums of up to some hundred terms of magnitude 1. */
const rounding: Tolerance = { absolute: 5e-6, relative: 1e-5 }
/** WGSL allows sin, cos and others an absolute error of 2^-11 (WGSL specification, 15.7.4). */
const wgslAccuracy: Tolerance = { absolute: 2 ** -11, relative: 2 ** -11 }

const toleranceOf = (provider: Provider): Tolerance => (provider === 'webgpu' ? wgslAccuracy : rounding)

/** Every lowered kernel, compiled for `provider`, against the same call on tfjs' `cpu` backend. */
export function describeKernels(provider: Provider): void {
  describe(`every lowered kernel on ${provider} equals tfjs' cpu backend`, () => {
    beforeAll(() => {
      studioBackend()
    })
    afterEach(() => {
      vi.restoreAllMocks()
    })
    for (const name of Object.keys(kernelCases) as LoweredKernel[]) {
      test(name, async () => {
        await checkKernel(provider, name)
      })
    }
  })
}

async function checkKernel(provider: Provider, name: LoweredKernel): Promise<void> {
  const all = kernelCases[name](new Draw(name))
  const cases = provider === 'webgpu' ? all.filter(({ nonFinite }) => !nonFinite) : all
  expect(cases.length).toBeGreaterThan(0)
  const before = memory()
  const lowering = vi.spyOn(lowerings, name)
  const actual = await runCompiled(provider, cases)
  expect(lowering.mock.calls.length, 'calls of the lowering').toBeGreaterThanOrEqual(cases.length)
  for (const [index, one] of cases.entries()) {
    const expected = runEagerly(one)
    expect(actual[index]!.length).toBe(expected.length)
    for (const [output, value] of expected.entries())
      expectClose(actual[index]![output]!, value, toleranceOf(provider), `case ${index}, output ${output}`)
  }
  expect(memory(), 'tensors and buffers').toEqual(before)
}

const memory = () => ({ tensors: tf.memory().numTensors, buffers: studioBackend().numDataIds() })

const listed = (results: ReturnType<ConformanceCase['run']>): tf.Tensor[] => [results].flat() as tf.Tensor[]

/** All cases as one program, which costs one session instead of dozens. */
async function runCompiled(provider: Provider, cases: readonly ConformanceCase[]): Promise<TensorValue[][]> {
  const specs: Record<string, InputSpec> = {}
  const feeds: Record<string, TensorData> = {}
  for (const [index, { inputs }] of cases.entries()) {
    for (const [place, { shape, dtype, data }] of inputs.entries()) {
      specs[`${index}/${place}`] = { shape, dtype }
      feeds[`${index}/${place}`] = data
    }
  }
  const counts: number[] = []
  const program = await compile(
    provider,
    (tensors) => {
      const outputs = cases.map(({ inputs, run }, index) =>
        listed(run(...inputs.map((_, place) => tensors[`${index}/${place}`]!))),
      )
      counts.push(...outputs.map(({ length }) => length))
      return Object.fromEntries(
        outputs.flatMap((list, index) => list.map((tensor, place) => [`${index}/${place}`, tensor])),
      )
    },
    specs,
  )
  try {
    const results = await program.run(feeds)
    return counts.map((count, index) =>
      Array.from({ length: count }, (_, place) => results[`${index}/${place}`]!),
    )
  } finally {
    await program.dispose()
  }
}

function runEagerly({ inputs, run }: ConformanceCase): TensorValue[] {
  return tf.tidy(() => {
    const tensors = inputs.map(({ shape, dtype, data }) => tf.tensor(data.slice(), [...shape], dtype))
    return listed(run(...tensors)).map((tensor) => ({
      shape: tensor.shape,
      dtype: tensor.dtype as TensorValue['dtype'],
      data: tensor.dataSync().slice() as TensorData,
    }))
  })
}

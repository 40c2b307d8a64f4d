import '../gradients'
import { engine, setBackend, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core'
import { checkedInputs } from '../checked-input'
import type { CompiledProgram, ComputeDevice, InputSpec, Program, TensorData, TensorValue } from '../program'
import { asTensorType } from '../tensor-record'

/**
 * Runs programs op by op on a tfjs backend, without compiling: how TensorFlow is used where tfjs-node-gpu is
 * installed. Variables move to that backend with their first use.
 */
export function eagerDevice(name: string, backendName: string): ComputeDevice {
  return {
    name,
    compile: (program, inputs) => Promise.resolve(eagerProgram(backendName, program, inputs)),
  }
}

function eagerProgram(
  backendName: string,
  program: Program,
  specs: Readonly<Record<string, InputSpec>>,
): CompiledProgram {
  return {
    run: async (inputs) => {
      setBackend(backendName)
      const results = tidy(() => program(tensors(specs, inputs)) as Record<string, Tensor>)
      const values = await Promise.all(
        Object.entries(results).map(async ([key, result]) => [key, await valueOf(result)] as const),
      )
      for (const result of Object.values(results)) result.dispose()
      return Object.fromEntries(values)
    },
    dispose: () => Promise.resolve(),
  }
}

function tensors(
  specs: Readonly<Record<string, InputSpec>>,
  inputs: Readonly<Record<string, TensorData>>,
): Record<string, Tensor> {
  const infos = Object.entries(specs).map(([name, { shape, dtype = 'float32' }]) => ({
    name,
    shape,
    type: dtype,
  }))
  const entries = Object.entries(checkedInputs(infos, inputs)).map(
    ([name, { data, shape, dtype }]) => [name, tensor(data, [...shape], dtype)] as const,
  )
  return Object.fromEntries(entries)
}

async function valueOf(result: Tensor): Promise<TensorValue> {
  const data = (await engine().read(result.dataId)) as TensorData
  return { shape: result.shape, dtype: asTensorType(result.dtype), data }
}

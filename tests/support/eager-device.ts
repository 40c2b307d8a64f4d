import '@tensorflow/tfjs-backend-cpu'
import './register-gradients'
import * as tf from '@tensorflow/tfjs-core'
import type {
  CompiledProgram,
  ComputeDevice,
  InputSpec,
  Program,
  TensorData,
  TensorValue,
} from '../../src/main/compute/program'
import { StudioError } from '../../src/shared/errors'

/** Runs programs step by step on tfjs' own `cpu` backend: slow, simple, and an oracle for the compiled ones. */
export function eagerDevice(): ComputeDevice {
  return {
    name: 'tfjs cpu, eager',
    async compile(program, inputs): Promise<CompiledProgram> {
      await tf.setBackend('cpu')
      return {
        run: (values) => Promise.resolve().then(() => runOnce(program, inputs, values)),
        dispose: () => Promise.resolve(),
      }
    },
  }
}

function runOnce(
  program: Program,
  inputs: Readonly<Record<string, InputSpec>>,
  values: Readonly<Record<string, TensorData>>,
): Record<string, TensorValue> {
  return tf.tidy(() => {
    const outputs = program(inputTensors(inputs, values))
    return Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => {
        const { dtype } = tensor
        if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
          throw new Error(`${name} is ${dtype}`)
        return [name, { shape: tensor.shape, dtype, data: tensor.dataSync().slice() }]
      }),
    )
  })
}

function inputTensors(
  inputs: Readonly<Record<string, InputSpec>>,
  values: Readonly<Record<string, TensorData>>,
): Record<string, tf.Tensor> {
  for (const name of Object.keys(values)) {
    if (!(name in inputs)) throw new StudioError('compute/bad-input', `Input '${name}' was not declared.`)
  }
  return Object.fromEntries(
    Object.entries(inputs).map(([name, spec]) => {
      const data = values[name]
      const size = tf.util.sizeFromShape([...spec.shape])
      if (data?.length !== size) {
        throw new StudioError(
          'compute/bad-input',
          `Input '${name}' has ${data?.length ?? 'no'} values of ${size}.`,
        )
      }
      return [name, tf.tensor(data.slice(), [...spec.shape], spec.dtype ?? 'float32')]
    }),
  )
}

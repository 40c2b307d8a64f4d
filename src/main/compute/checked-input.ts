import { util } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import type { ValueInfo } from './onnx-model'
import type { TensorData, TensorType, TensorValue } from './program'

const arrayTypes = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
} as const satisfies Record<TensorType, unknown>

/** What a program takes or gives under one name. */
export type NamedTensor = ValueInfo & { readonly type: TensorType }

/**
 * The inputs of a run as host tensors.
 * @throws StudioError `compute/bad-input` naming the input that is missing, unknown, of another type or size
 */
export function checkedInputs(
  infos: readonly NamedTensor[],
  inputs: Readonly<Record<string, TensorData>>,
): Record<string, TensorValue> {
  const unknown = Object.keys(inputs).find((name) => !infos.some((info) => info.name === name))
  if (unknown !== undefined) {
    const names = infos.map(({ name }) => name).join(', ')
    throw new StudioError('compute/bad-input', `The program has no input ${unknown}; it has: ${names}.`)
  }
  return Object.fromEntries(infos.map((info) => [info.name, checkedInput(info, inputs[info.name])]))
}

function checkedInput({ name, shape, type }: NamedTensor, data: TensorData | undefined): TensorValue {
  const size = util.sizeFromShape([...shape])
  const fault = (text: string): StudioError => new StudioError('compute/bad-input', text)
  if (!data) throw fault(`The program needs the input ${name} [${shape}], which is missing.`)
  if (!(data instanceof arrayTypes[type]))
    throw fault(`The input ${name} is of type ${type} and takes a ${arrayTypes[type].name}.`)
  if (data.length !== size)
    throw fault(`The input ${name} has ${data.length} values; its shape [${shape}] takes ${size}.`)
  return { shape, dtype: type, data }
}

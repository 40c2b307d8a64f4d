import { util } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import type { ValueInfo } from './onnx-model'
import type { TensorData } from './program'

/** @throws StudioError `compute/bad-input` naming the input that is missing or has the wrong number of values */
export function checkedInput(info: ValueInfo, inputs: Readonly<Record<string, TensorData>>): TensorData {
  const data = inputs[info.name]
  const size = util.sizeFromShape([...info.shape])
  if (!data) {
    throw new StudioError(
      'compute/bad-input',
      `The program needs the input ${info.name} [${info.shape}], which is missing.`,
    )
  }
  if (data.length === size) return data
  throw new StudioError(
    'compute/bad-input',
    `The input ${info.name} has ${data.length} values; its shape [${info.shape}] takes ${size}.`,
  )
}

import { engine, util, type DataType } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import type { ResidentTensor } from './ort'
import type { TensorData, TensorType } from './program'

/** Where the values of a tensor are. */
export type Storage =
  | { readonly at: 'host'; readonly data: TensorData }
  /** One value everywhere: zeros and ones are not spelled out until somebody needs them. */
  | { readonly at: 'fill'; readonly value: number }
  | { readonly at: 'device'; readonly tensor: ResidentTensor }
  /** A value of the program being recorded. */
  | { readonly at: 'graph'; readonly name: string }

/** What the backend knows of one tfjs data id. */
export interface TensorRecord {
  readonly shape: readonly number[]
  readonly dtype: TensorType
  storage: Storage
  references: number
}

/** The values of a record that are on the host, spelled out; undefined where they are elsewhere. */
export function hostData({ shape, dtype, storage }: TensorRecord): TensorData | undefined {
  if (storage.at === 'host') return storage.data
  if (storage.at !== 'fill') return undefined
  const size = util.sizeFromShape([...shape])
  return util.getTypedArrayFromDType(dtype, size).fill(storage.value) as TensorData
}

/** @throws StudioError `compute/not-compilable` for complex and string tensors */
export function asTensorType(dtype: DataType): TensorType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype
  throw new StudioError(
    'compute/not-compilable',
    `Tensors of type ${dtype} are not supported. Use float32, int32 or bool.`,
  )
}

/** The tfjs op that is running, for messages. */
export function operationName(): string {
  return engine().state.activeScope?.name.replace(/_*(__op)?$/, '') || 'the program'
}

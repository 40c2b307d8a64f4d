import { engine, util, type DataType } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import type { ResidentTensor } from './ort'
import type { TensorData, TensorType } from './program'

/** Where the values of a tensor are. */
export type Storage =
  | {
      readonly at: 'host'
      readonly data: TensorData
      /** Whether nobody else can hold `data`, so that a later run may overwrite it. */
      reusable?: boolean
    }
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
  /** An array that the next run may write the record's next values into. */
  spare?: TensorData | undefined
}

/** The values of a record that are on the host, to keep: no run will overwrite them. Undefined where they are elsewhere. */
export function hostData(record: TensorRecord): TensorData | undefined {
  const { storage } = record
  if (storage.at === 'fill') return emptyData(record).fill(storage.value)
  if (storage.at !== 'host') return undefined
  storage.reusable = false
  return storage.data
}

/** The same for use until the next run, which may overwrite them. */
export function ownHostData(record: TensorRecord): TensorData | undefined {
  const { storage } = record
  if (storage.at === 'fill') {
    record.storage = { at: 'host', data: emptyData(record).fill(storage.value), reusable: true }
  }
  return record.storage.at === 'host' ? record.storage.data : undefined
}

/** An array of zeros for values of a shape and type. */
export function emptyData({ shape, dtype }: Pick<TensorRecord, 'shape' | 'dtype'>): TensorData {
  return util.getTypedArrayFromDType(dtype, util.sizeFromShape([...shape])) as TensorData
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

import './gradients'
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import {
  backend_util,
  engine,
  findBackend,
  getKernel,
  getKernelsForBackend,
  KernelBackend,
  registerBackend,
  registerKernel,
  setBackend,
  util,
  type DataType,
  type NamedAttrMap,
  type TensorInfo,
  type Variable,
} from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import { lowerings } from './kernels'
import type { Feed } from './ort'
import type { TensorData, TensorType } from './program'
import {
  asTensorType,
  emptyData,
  hostData,
  operationName,
  type Storage,
  type TensorRecord,
} from './tensor-record'
import { activeTrace } from './trace'

/** tfjs' name of the backend that programs and variables live on. */
export const backendName = 'sweetspot'

type KernelInputs = Readonly<Record<string, TensorInfo | undefined>>

/**
 * A tfjs backend with two faces. While a program is being recorded, kernels on its values are lowered to ONNX nodes;
 * kernels on constants, and everything outside a recording, run at once on tfjs' `cpu` backend. Variables are
 * ordinary tfjs variables whose values sit wherever the last run left them.
 */
export class StudioBackend extends KernelBackend {
  private readonly records = new Map<object, TensorRecord>()
  private readonly cpu = quietCpuBackend()

  record(dataId: object): TensorRecord {
    let record = this.records.get(dataId)
    if (!record) {
      // A tensor of another backend: tfjs moves it here, which ends in `move`.
      engine().moveData(this, dataId)
      record = this.records.get(dataId)!
    }
    return record
  }

  /** A new tensor over `storage`. */
  create(storage: Storage, shape: readonly number[], dtype: TensorType): TensorInfo {
    const dataId = {}
    this.records.set(dataId, { shape, dtype, storage, references: 1 })
    return { dataId, shape: [...shape], dtype }
  }

  override write(values: backend_util.BackendValues, shape: number[], dtype: DataType): object {
    activeTrace()?.refuseRandomness()
    return this.create({ at: 'host', data: asTensorData(values, dtype) }, shape, asTensorType(dtype)).dataId
  }

  override move(...[dataId, values, shape, dtype, references]: Parameters<KernelBackend['move']>): void {
    const data = asTensorData(values, dtype)
    this.records.set(dataId, { shape, dtype: asTensorType(dtype), storage: { at: 'host', data }, references })
  }

  override readSync(dataId: object): TensorData {
    const record = this.record(dataId)
    switch (record.storage.at) {
      case 'host':
      case 'fill':
        return hostData(record)!
      case 'device':
        throw new StudioError(
          'compute/not-compilable',
          'This value is on the GPU: read it with data(), not dataSync().',
        )
      case 'graph':
        throw new StudioError(
          'compute/not-compilable',
          `The program reads a value of shape [${record.shape}] while it is being recorded (in ${operationName()}). ` +
            'A program cannot branch on values: use where() or pass the value in as an input.',
        )
    }
  }

  override async read(dataId: object): Promise<TensorData> {
    const { storage } = this.record(dataId)
    return storage.at === 'device' ? storage.tensor.read() : this.readSync(dataId)
  }

  override incRef(dataId: object): void {
    this.record(dataId).references++
  }

  override refCount(dataId: object): number {
    return this.records.get(dataId)?.references ?? 0
  }

  override disposeData(dataId: object, force = false): boolean {
    const record = this.records.get(dataId)
    if (!record) return true
    record.references--
    if (record.references > 0 && !force) return false
    this.records.delete(dataId)
    if (record.storage.at === 'device') record.storage.tensor.dispose()
    return true
  }

  override numDataIds(): number {
    return this.records.size
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true }
  }

  override floatPrecision(): 32 {
    return 32
  }

  override epsilon(): number {
    return 1e-7
  }

  override dispose(): void {
    this.records.clear()
  }

  /** Puts the result of a run in place of a variable's values, whose array the next run may write into. */
  replace(dataId: object, result: Feed): void {
    const record = this.record(dataId)
    const { storage } = record
    if (storage.at === 'device') storage.tensor.dispose()
    record.spare = storage.at === 'host' && storage.reusable ? storage.data : undefined
    record.storage =
      'native' in result
        ? { at: 'device', tensor: result }
        : { at: 'host', data: result.data, reusable: true }
  }

  /** An array for the next values of a variable, which is the caller's from now on. */
  nextData(dataId: object): TensorData {
    const record = this.record(dataId)
    const { spare } = record
    record.spare = undefined
    return spare ?? emptyData(record)
  }

  /** Frees the array that is ready for `nextData`. */
  dropNextData(dataId: object): void {
    const record = this.records.get(dataId)
    if (record) record.spare = undefined
  }

  /** Copies the values of all variables to the host, which frees their memory on the device. */
  async bringVariablesHome(): Promise<void> {
    for (const variable of Object.values(engine().state.registeredVariables)) await this.bringHome(variable)
  }

  /** Copies the values of a variable to the host, if they are on a device. */
  async bringHome(variable: Variable): Promise<void> {
    const record = this.record(variable.dataId)
    if (record.storage.at !== 'device') return
    const data = await record.storage.tensor.read()
    this.replace(variable.dataId, { shape: record.shape, dtype: record.dtype, data })
  }

  /** Runs a kernel at once on tfjs' `cpu` backend. */
  runOnHost(
    kernelName: string,
    inputs: KernelInputs | readonly TensorInfo[],
    attrs: NamedAttrMap,
  ): TensorInfo[] {
    const own: TensorInfo[] = []
    const lend = (info: TensorInfo | undefined): TensorInfo | undefined => {
      if (!info) return undefined
      own.push(this.cpu.makeTensorInfo(info.shape, info.dtype, this.readSync(info.dataId)))
      return own.at(-1)
    }
    const lent = Object.fromEntries(Object.entries(inputs).map(([name, info]) => [name, lend(info)]))
    const kernelInputs = Array.isArray(inputs) ? (Object.values(lent) as TensorInfo[]) : lent
    const kernel = getKernel(kernelName, 'cpu')
    try {
      const result = kernel.kernelFunc({
        inputs: kernelInputs as Record<string, TensorInfo>,
        attrs,
        backend: this.cpu,
      })
      const outputs = [result].flat()
      own.push(...outputs)
      return outputs.map(({ dataId, shape, dtype }) =>
        // A kernel may hand its input's values on unchanged, so they are copied.
        this.create(
          { at: 'host', data: asTensorData(this.cpu.readSync(dataId), dtype).slice() },
          shape,
          asTensorType(dtype),
        ),
      )
    } finally {
      for (const info of own) this.cpu.disposeData(info.dataId, true)
    }
  }
}

/** The one instance; registers the backend and its kernels with tfjs, and selects it, on the first call. */
export function studioBackend(): StudioBackend {
  let backend = findBackend(backendName) as StudioBackend | null
  if (!backend) {
    registerBackend(backendName, () => new StudioBackend())
    for (const { kernelName } of getKernelsForBackend('cpu')) registerStudioKernel(kernelName)
    backend = findBackend(backendName) as StudioBackend
  }
  setBackend(backendName)
  return backend
}

function registerStudioKernel(kernelName: string): void {
  registerKernel({
    kernelName,
    backendName,
    kernelFunc: ({ inputs, attrs = {}, backend }) => {
      const studio = backend as StudioBackend
      const trace = activeTrace()
      const lowered = trace?.lower(lowerings, {
        kernelName,
        inputs: inputs as Record<string, TensorInfo>,
        attrs,
      })
      const results = lowered ?? studio.runOnHost(kernelName, inputs, attrs)
      return results.length === 1 ? results[0]! : [...results]
    },
  })
}

function asTensorData(values: backend_util.BackendValues, dtype: DataType): TensorData {
  return util.toTypedArray(values as TensorData, asTensorType(dtype)) as TensorData
}

function quietCpuBackend(): MathBackendCPU {
  const backend = new MathBackendCPU()
  // Else the first write prints a banner that recommends tfjs-node.
  Object.assign(backend, { firstUse: false })
  return backend
}

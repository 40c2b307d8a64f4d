import { availableParallelism } from 'node:os'
import * as ort from 'onnxruntime-node'
import { StudioError } from '../../shared/errors'
import { elementTypeCodes, encodeModel, type ValueInfo } from './onnx-model'
import type { TensorData, TensorType, TensorValue } from './program'

// What goes wrong is thrown; the log would only print it a second time, over progress bars.
ort.env.logLevel = 'fatal'

/** ONNX Runtime's providers that programs can run on. */
export type Provider = 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml'

/** A tensor in a GPU's memory. */
export interface ResidentTensor {
  /** The one whose sessions can take it as it is. */
  readonly provider: Provider
  readonly native: ort.Tensor
  read(): Promise<TensorData>
  dispose(): void
}

/** A value given to a session. */
export type Feed = TensorValue | ResidentTensor

/** An ONNX model ready to run. */
export interface Session {
  run(feeds: Readonly<Record<string, Feed>>): Promise<Readonly<Record<string, Feed>>>
  /** Runs and writes every output into the array of its name. Only for graphs with `endMarker`. */
  runInto(
    feeds: Readonly<Record<string, Feed>>,
    outputs: Readonly<Record<string, TensorValue>>,
  ): Promise<void>
  dispose(): Promise<void>
}

export interface SessionRequest {
  readonly model: Uint8Array
  readonly provider: Provider
  /** Outputs that stay in the device's memory where the provider can do so. */
  readonly residentOutputs: readonly string[]
}

/** Threads that the CPU provider uses: all that the system gives this process. */
export const cpuThreads = availableParallelism()

/** Providers that this build of ONNX Runtime has, in its own words. */
export function bundledProviders(): readonly { readonly name: string; readonly bundled: boolean }[] {
  return ort.listSupportedBackends()
}

/** ONNX Runtime's version. */
export const runtimeVersion = ort.env.versions.node ?? ort.env.versions.common

/** Whether variables can stay in the device's memory between runs. */
export function keepsState(provider: Provider): boolean {
  return provider === 'webgpu'
}

/**
 * Name of the output that makes a graph fit for `runInto`. ONNX Runtime writes into arrays that it is given, but its
 * binding then copies each output once more, in order, into new memory, which in VGG-16's training step took longer
 * than its arithmetic. The copying ends with an error at the first output that is no tensor: this one stands before all
 * others.
 */
export const endMarker = 'end'
const markerReached = 'Non tensor type is temporarily not supported'

/** @throws StudioError `compute/device-unavailable` when the provider cannot run the model */
export async function createSession(request: SessionRequest): Promise<Session> {
  const { provider } = request
  if (keepsState(provider)) await (anchor ??= openAnchor(provider))
  const session = await openSession(request)
  return {
    run: async (feeds) => {
      const results = await session.run(toNatives(feeds))
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, fromNative(tensor, provider)]),
      )
    },
    runInto: async (feeds, outputs) => {
      try {
        await session.run(toNatives(feeds), { [endMarker]: null, ...toNatives(outputs) })
      } catch (thrown) {
        if (!String(thrown).includes(markerReached)) throw thrown
      }
    },
    dispose: () => session.release(),
  }
}

/**
 * A session that is never released. With its last session ONNX Runtime destroys the WebGPU device, and disposing a
 * tensor that outlived it then ends the process.
 */
let anchor: Promise<ort.InferenceSession> | undefined

async function openAnchor(provider: Provider): Promise<ort.InferenceSession> {
  try {
    return await openSession({
      model: identityModel({ type: 'float32', shape: [1] }),
      provider,
      residentOutputs: [],
    })
  } catch (thrown) {
    anchor = undefined
    throw thrown
  }
}

async function openSession({
  model,
  provider,
  residentOutputs,
}: SessionRequest): Promise<ort.InferenceSession> {
  const location = keepsState(provider)
    ? {
        preferredOutputLocation: Object.fromEntries(
          residentOutputs.map((name) => [name, 'gpu-buffer' as const]),
        ),
      }
    : {}
  try {
    return await ort.InferenceSession.create(model, {
      // In its default layout the WebGPU provider computes wrong convolutions for some channel counts.
      executionProviders: [provider === 'webgpu' ? { name: 'webgpu', preferredLayout: 'NCHW' } : provider],
      intraOpNumThreads: cpuThreads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
      ...location,
    })
  } catch (cause) {
    const reason = withoutSource(cause instanceof Error ? cause.message : String(cause))
    throw new StudioError(
      'compute/device-unavailable',
      `The provider ${provider} could not prepare the program: ${asSentence(reason)}`,
      {
        cause,
      },
    )
  }
}

/** A program that gives back its one input. */
function identityModel(value: Omit<ValueInfo, 'name'>): Uint8Array {
  const node = { op: 'Identity', inputs: ['in'], outputs: ['out'], attributes: {} }
  return encodeModel({
    nodes: [node],
    initializers: [],
    inputs: [{ ...value, name: 'in' }],
    outputs: [{ ...value, name: 'out' }],
  })
}

/** ONNX Runtime puts its own source line and failed condition before the sentence that helps a user. */
function withoutSource(message: string): string {
  return message.split(/ was false\. /).at(-1)!
}

/** Its messages end as they like. */
function asSentence(message: string): string {
  return /[.!?]$/.test(message.trim()) ? message.trim() : `${message.trim()}.`
}

function toNatives(values: Readonly<Record<string, Feed>>): Record<string, ort.Tensor> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toNative(value)]))
}

function toNative(feed: Feed): ort.Tensor {
  return 'native' in feed ? feed.native : new ort.Tensor(feed.dtype, feed.data as Float32Array, feed.shape)
}

function fromNative(tensor: ort.Tensor, provider: Provider): Feed {
  if (tensor.location === 'gpu-buffer') return resident(tensor, provider)
  return { shape: tensor.dims, dtype: tensor.type as TensorType, data: tensor.data as TensorData }
}

function resident(native: ort.Tensor, provider: Provider): ResidentTensor {
  return { provider, native, read: () => download(native, provider), dispose: () => native.dispose() }
}

/** Copies a GPU tensor to the host through an identity program: ONNX Runtime's own getData aborts the process. */
async function download(native: ort.Tensor, provider: Provider): Promise<TensorData> {
  const type = native.type as keyof typeof elementTypeCodes
  const model = identityModel({ type, shape: native.dims })
  const session = await createSession({ model, provider, residentOutputs: [] })
  try {
    const { out } = await session.run({ in: resident(native, provider) })
    return (out as TensorValue).data
  } finally {
    await session.dispose()
  }
}

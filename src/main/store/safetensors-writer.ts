import { writeAll, writeAtomically } from './atomic-file'
import { elementBytes, headerLengthBytes } from './safetensors-header'

type Values = Float32Array | Uint8Array

/** A tensor that is in memory: float32, or bytes. */
interface LoadedTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Values
}

/** A tensor that is fetched when its turn comes, so that a large model is never in memory a second time. */
export interface StreamedTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: 'F32' | 'U8'
  read(): Promise<Values>
}

/** A tensor to be written. */
export type SafetensorsTensor = LoadedTensor | StreamedTensor

/**
 * Writes a file that is either there completely or not at all (`writeAtomically`): float32 tensors first, which keeps
 * every one of them aligned, as some readers map the file into memory; else in the given order.
 * @throws StudioError `file/not-writable`
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly SafetensorsTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const ordered = tensors.map(streamed).sort((a, b) => elementBytes[b.dtype] - elementBytes[a.dtype])
  const header = headerBytes(ordered, metadata)
  await writeAtomically(path, async (handle) => {
    await writeAll(handle, header)
    for (const tensor of ordered) await writeAll(handle, littleEndian(await valuesOf(tensor)))
  })
}

function streamed(tensor: SafetensorsTensor): StreamedTensor {
  if ('read' in tensor) return tensor
  const { name, shape, data } = tensor
  const dtype = data instanceof Float32Array ? 'F32' : 'U8'
  assertSize(tensor, data)
  return { name, shape, dtype, read: () => Promise.resolve(data) }
}

async function valuesOf(tensor: StreamedTensor): Promise<Values> {
  const values = await tensor.read()
  assertSize(tensor, values)
  return values
}

function elementCount({ shape }: Pick<StreamedTensor, 'shape'>): number {
  return shape.reduce((product, edge) => product * edge, 1)
}

function assertSize(tensor: Pick<StreamedTensor, 'name' | 'shape'>, values: Values): void {
  if (values.length === elementCount(tensor)) return
  throw new Error(`tensor '${tensor.name}' has ${values.length} values for [${tensor.shape.join(', ')}]`)
}

/** The length and the JSON, padded with spaces so that the tensors begin at a multiple of 8 bytes. */
function headerBytes(
  tensors: readonly StreamedTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const entries: [string, unknown][] = []
  if (Object.keys(metadata).length > 0) entries.push(['__metadata__', metadata])
  const names = new Set<string>(['__metadata__'])
  let end = 0
  for (const tensor of tensors) {
    const { name, shape, dtype } = tensor
    if (names.has(name)) throw new Error(`two tensors are named '${name}'`)
    names.add(name)
    const start = end
    end += elementCount(tensor) * elementBytes[dtype]
    entries.push([name, { dtype, shape, data_offsets: [start, end] }])
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)))
  const length = Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(headerLengthBytes + length).fill(0x20)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true)
  bytes.set(json, headerLengthBytes)
  return bytes
}

/** The values' own bytes: every system that Electron runs on is little-endian. */
function littleEndian(data: Values): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

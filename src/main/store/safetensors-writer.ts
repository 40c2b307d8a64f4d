import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { StudioError } from '../../shared/errors'
import { elementBytes, headerLengthBytes } from './safetensors-header'

/** A tensor to be written: float32, or bytes. */
export interface SafetensorsTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float32Array | Uint8Array
}

/**
 * Writes a file that is either there completely or not at all: into a temporary file beside it, flushed to the disk,
 * then renamed over what was there. Folders are made as needed.
 * @throws StudioError `file/not-writable`
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly SafetensorsTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  // Float32 first keeps every one of them aligned, as some readers map the file into memory.
  const ordered = [...tensors].sort((a, b) => alignment(b) - alignment(a))
  const header = headerBytes(ordered, metadata)
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
  try {
    await mkdir(dirname(path), { recursive: true })
    const handle = await open(temporary, 'wx')
    try {
      await writeAll(handle, header)
      for (const { data } of ordered) await writeAll(handle, littleEndian(data))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
    await flushFolder(dirname(path))
  } catch (cause) {
    // Nothing to remove where even the folder could not be made; the first failure is the one to tell.
    await rm(temporary, { force: true }).catch(() => undefined)
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StudioError(
      'file/not-writable',
      `${path} could not be written (${reason}). Check that the folder may be written to and that the disk has space.`,
      { cause },
    )
  }
}

function alignment({ data }: SafetensorsTensor): number {
  return data.BYTES_PER_ELEMENT
}

/** The length and the JSON, padded with spaces so that the tensors begin at a multiple of 8 bytes. */
function headerBytes(
  tensors: readonly SafetensorsTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const entries: [string, unknown][] = []
  if (Object.keys(metadata).length > 0) entries.push(['__metadata__', metadata])
  const names = new Set<string>(['__metadata__'])
  let end = 0
  for (const { name, shape, data } of tensors) {
    if (names.has(name)) throw new Error(`two tensors are named '${name}'`)
    names.add(name)
    const dtype = data instanceof Float32Array ? 'F32' : 'U8'
    const count = shape.reduce((product, edge) => product * edge, 1)
    if (count !== data.length)
      throw new Error(`tensor '${name}' has ${data.length} values for [${shape.join(', ')}]`)
    const start = end
    end += count * elementBytes[dtype]
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
function littleEndian(data: Float32Array | Uint8Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await handle.write(bytes, done, Math.min(bytes.length - done, 1 << 30))).bytesWritten
  }
}

/** Makes the rename itself durable; Windows cannot open folders and does not need it. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { StudioError } from '../../shared/errors'
import {
  badFile,
  headerByteLength,
  headerLengthBytes,
  parseHeader,
  type SafetensorsEntry,
  type SafetensorsHeader,
} from './safetensors-header'
import { toFloat32 } from './safetensors-values'

/** An open safetensors file. Tensors are read one at a time, so that a large model is not held twice. */
export interface SafetensorsReader extends SafetensorsHeader {
  /** File name without its folder, for messages. */
  readonly fileName: string
  /** @throws StudioError `network/bad-weights` if the file has no such tensor */
  entry(name: string): SafetensorsEntry
  /**
   * Values of a tensor of type F32, F64, F16 or BF16 as float32.
   * @throws StudioError `network/bad-weights` naming the tensor
   */
  readFloat32(name: string): Promise<Float32Array>
  /** Values of a tensor of type U8. @throws StudioError `network/bad-weights` naming the tensor */
  readUint8(name: string): Promise<Uint8Array>
  close(): Promise<void>
}

/**
 * Opens a file and checks its header completely. The caller closes it.
 * @throws StudioError `file/not-found`, `network/bad-weights`
 */
export async function openSafetensors(path: string): Promise<SafetensorsReader> {
  const handle = await openFile(path)
  try {
    const fileName = basename(path)
    const header = await readHeader(handle, fileName)
    const byName = new Map(header.entries.map((entry) => [entry.name, entry]))
    const entry = (name: string): SafetensorsEntry => {
      const found = byName.get(name)
      if (!found) throw badFile(fileName, `it has no tensor '${name}'`)
      return found
    }
    return {
      ...header,
      fileName,
      entry,
      readFloat32: async (name) => {
        const { dtype } = entry(name)
        const values = toFloat32(await readBytes(handle, entry(name), fileName), dtype)
        if (values) return values
        throw badFile(fileName, `tensor '${name}' has the type ${dtype}, expected F32, F64, F16 or BF16`)
      },
      readUint8: async (name) => {
        const { dtype } = entry(name)
        if (dtype !== 'U8') throw badFile(fileName, `tensor '${name}' has the type ${dtype}, expected U8`)
        return readBytes(handle, entry(name), fileName)
      },
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function openFile(path: string): Promise<FileHandle> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    const message = `The model file ${path} cannot be opened. Check its place and name.`
    throw new StudioError('file/not-found', message, { cause })
  })
  // Windows does not open folders; elsewhere only reading them fails.
  if (!(await handle.stat()).isDirectory()) return handle
  await handle.close()
  throw new StudioError('file/not-found', `${path} is a folder. Give the model file in it (.safetensors).`)
}

async function readHeader(handle: FileHandle, fileName: string): Promise<SafetensorsHeader> {
  const { size } = await handle.stat()
  const prefix = await readAt(handle, 0, Math.min(size, headerLengthBytes))
  const length = headerByteLength(prefix, size, fileName)
  return parseHeader(await readAt(handle, headerLengthBytes, length), size, fileName)
}

async function readBytes(handle: FileHandle, entry: SafetensorsEntry, fileName: string): Promise<Uint8Array> {
  const bytes = await readAt(handle, entry.start, entry.byteLength)
  if (bytes.length === entry.byteLength) return bytes
  throw badFile(fileName, `it ends in the middle of tensor '${entry.name}'`)
}

/** Bytes of an own buffer, at most `length`: fewer where the file ends. */
async function readAt(handle: FileHandle, start: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(length - done, 1 << 30), start + done)
    if (bytesRead === 0) return bytes.subarray(0, done)
    done += bytesRead
  }
  return bytes
}

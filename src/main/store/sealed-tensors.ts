import { createHash, timingSafeEqual, type Hash } from 'node:crypto'
import { badFile } from './safetensors-header'
import { openSafetensors, type SafetensorsReader } from './safetensors-reader'
import { type StreamedTensor, writeSafetensors } from './safetensors-writer'

const stateKey = 'sweetspot.state'
/** Stands last, so that it can be computed while the others are being written. */
const sealName = 'sha256'

/**
 * Writes a state (JSON) and tensors as one safetensors file with a SHA-256 over both, complete or not there at all.
 * One tensor at a time is in memory.
 * @throws StudioError `file/not-writable`
 */
export async function writeSealed(
  path: string,
  state: unknown,
  tensors: readonly StreamedTensor[],
): Promise<void> {
  const text = JSON.stringify(state)
  const hash = createHash('sha256').update(text)
  const hashed = tensors.map((tensor) => ({
    ...tensor,
    read: async () => {
      const values = await tensor.read()
      addTo(hash, values)
      return values
    },
  }))
  const seal: StreamedTensor = {
    name: sealName,
    shape: [hash.copy().digest().length],
    dtype: 'U8',
    read: () => Promise.resolve(new Uint8Array(hash.digest())),
  }
  await writeSafetensors(path, [...hashed, seal], { [stateKey]: text })
}

/** An open file whose content is what was written. */
export interface SealedTensors {
  /** Parsed JSON, to be validated by whoever wrote it. */
  readonly state: unknown
  readonly reader: SafetensorsReader
}

/**
 * Opens such a file after reading all of it once and comparing its SHA-256. The caller closes the reader.
 * @throws StudioError `file/not-found`; `network/bad-weights` where a single bit differs
 */
export async function openSealed(path: string): Promise<SealedTensors> {
  const reader = await openSafetensors(path)
  try {
    const text = reader.metadata[stateKey]
    if (text === undefined) throw badFile(reader.fileName, 'it holds no state')
    const hash = createHash('sha256').update(text)
    for (const { name, dtype } of reader.entries) {
      if (name === sealName) continue
      addTo(hash, dtype === 'U8' ? await reader.readUint8(name) : await reader.readFloat32(name))
    }
    const seal = await reader.readUint8(sealName)
    const found = hash.digest()
    if (seal.length !== found.length || !timingSafeEqual(found, seal)) {
      throw badFile(reader.fileName, 'its checksum is not that of its content')
    }
    return { state: JSON.parse(text), reader }
  } catch (error) {
    await reader.close()
    throw error
  }
}

function addTo(hash: Hash, { buffer, byteOffset, byteLength }: Float32Array | Uint8Array): void {
  hash.update(new Uint8Array(buffer, byteOffset, byteLength))
}

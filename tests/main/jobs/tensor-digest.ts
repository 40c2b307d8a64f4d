import { createHash } from 'node:crypto'
import { openSafetensors } from '../../../src/main/store/safetensors-reader'

/** SHA-256 of all tensors of a model file, masks included, and of nothing else: metadata holds the time. */
export async function tensorDigest(path: string): Promise<string> {
  const reader = await openSafetensors(path)
  try {
    const hash = createHash('sha256')
    for (const { name, dtype, shape } of reader.entries) {
      const values = dtype === 'U8' ? await reader.readUint8(name) : await reader.readFloat32(name)
      hash.update(JSON.stringify([name, dtype, shape]))
      hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    }
    return hash.digest('hex')
  } finally {
    await reader.close()
  }
}

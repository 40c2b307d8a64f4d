import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { StudioError } from '../../shared/errors'

export interface HashProgress {
  /** Bytes hashed so far. */
  readonly onProgress?: (doneBytes: number) => void
  readonly signal?: AbortSignal
}

/** SHA-256 of a file of any size, in hex. @throws StudioError `job/cancelled`, or the system's error */
export async function sha256OfFile(path: string, { onProgress, signal }: HashProgress = {}): Promise<string> {
  const hash = createHash('sha256')
  let doneBytes = 0
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 2 ** 20 })
  for await (const chunk of chunks) {
    if (signal?.aborted) throw new StudioError('job/cancelled', 'Reading the file was cancelled.')
    hash.update(chunk)
    doneBytes += chunk.length
    onProgress?.(doneBytes)
  }
  return hash.digest('hex')
}

import { createHash } from 'node:crypto'
import { StudioError } from '../../shared/errors'
import { decodeBytes, readImageFile } from './decode-image'
import type { DecodedCache } from './decoded-cache'
import { forEachConcurrent } from './for-each-concurrent'
import type { SkippedFile } from './image-set'
import type { FoundFile } from './scan-class-folders'

/** A file whose image could be decoded. */
export interface ReadableFile {
  readonly file: FoundFile
  /** Of its content, in hex. */
  readonly sha256: string
  /** Its key in the cache on disk; undefined where it is not kept there. */
  readonly diskKey: string | undefined
  /** As `decodeFile` needs it; undefined where the pixels came from the disk's cache. */
  readonly isCmyk: boolean | undefined
}

export interface ReadOptions {
  readonly sizePx: number
  /** Takes the pixels from here where it has them, and gives it those that it does not have. */
  readonly disk?: DecodedCache | undefined
  /** Called with the pixels of each readable file, `[sizePx, sizePx, 3]`. */
  readonly onPixels: (index: number, pixels: Uint8Array) => void
  /** Called as files are done. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ReadResult {
  /** In the files' order; undefined for those that could not be read. */
  readonly readable: readonly (ReadableFile | undefined)[]
  readonly skipped: readonly SkippedFile[]
}

/** libuv has four threads by default; two more files keep them busy while others are being hashed and copied. */
const concurrentFiles = 6

/**
 * Reads and decodes every file once, because only that shows whether it is whole.
 * @throws StudioError `job/cancelled`
 */
export async function readImageFiles(files: readonly FoundFile[], options: ReadOptions): Promise<ReadResult> {
  const { disk, onPixels, onProgress, signal } = options
  const readable = new Array<ReadableFile | undefined>(files.length)
  const skipped: SkippedFile[] = []
  let done = 0
  await forEachConcurrent(files.length, concurrentFiles, async (index) => {
    if (signal?.aborted) throw new StudioError('job/cancelled', 'Reading the images was cancelled.')
    const file = files[index]!
    try {
      const { pixels, ...rest } = await readOne(file, options)
      readable[index] = rest
      onPixels(index, pixels)
    } catch (thrown) {
      if (!(thrown instanceof StudioError)) throw thrown
      skipped.push({ path: file.name, reason: thrown.message })
    }
    onProgress?.(++done, files.length)
  })
  await disk?.trim()
  return { readable, skipped }
}

async function readOne(
  file: FoundFile,
  { sizePx, disk }: ReadOptions,
): Promise<ReadableFile & { readonly pixels: Uint8Array }> {
  const bytes = await readImageFile(file.path)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const diskKey = disk?.key({ sha256, sizeBytes: bytes.length }, sizePx)
  const cached = diskKey === undefined ? undefined : await disk?.read(diskKey, sizePx * sizePx * 3)
  if (cached) return { file, sha256, diskKey, isCmyk: undefined, pixels: cached }
  const { pixels, isCmyk } = await decodeBytes(bytes, sizePx)
  if (diskKey !== undefined) await disk?.offer(diskKey, pixels)
  return { file, sha256, diskKey, isCmyk, pixels }
}

import { createHash, randomBytes } from 'node:crypto'
import { close, existsSync, futimes, openSync, read } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { decoderVersion } from './decode-image'
import { type FreeBytes, freeBytesOf, reserveBytes } from './free-space'
import { trimCache } from './trim-cache'

const [readAsync, closeAsync, touchAsync] = [promisify(read), promisify(close), promisify(futimes)]

export interface DecodedCacheOptions {
  /** Entries lie in `decoded` below it. */
  readonly folder: string
  /** Of all entries together, whoever wrote them. */
  readonly limitBytes: number
  /** Told once when entries cannot be written. */
  readonly onWarning?: (message: string) => void
  readonly freeBytes?: FreeBytes
}

/** A file by its content. */
export interface HashedFile {
  readonly sha256: string
  readonly sizeBytes: number
}

/** Smaller files are decoded about as fast as their pixels are read back. */
const minimumFileBytes = 4096

const checksumBytes = 32
/** How often the disk is asked for its free space. */
const spaceCheckBytes = 64 * 2 ** 20

/**
 * Decoded pixels on disk, so that the next job need not decode them again. An entry's name is a hash of the image
 * file's content, the size in pixels and the decoder's versions: a file that changes has another entry, and a copied
 * or renamed one has the same. Each entry begins with a checksum over its name and its pixels; one that does not fit
 * is removed and counts as missing. Any number of processes may share the folder, and it can be deleted at any time.
 *
 * What comes first stays, up to the limit: an epoch visits every image once, and dropping the oldest for the newest
 * would drop each one just before it is wanted. Entries that this process neither read nor wrote make room in `trim`.
 */
export class DecodedCache {
  readonly #root: string
  readonly #limitBytes: number
  readonly #freeBytes: FreeBytes
  readonly #onWarning: (message: string) => void
  /** Keys read or written here. */
  readonly #used = new Set<string>()
  readonly #folders = new Set<string>()
  #usedBytes = 0
  #writtenBytes = 0
  #nextCheckBytes = 0
  #isWritable: boolean

  constructor(options: DecodedCacheOptions) {
    this.#root = join(options.folder, 'decoded')
    this.#limitBytes = options.limitBytes
    this.#freeBytes = options.freeBytes ?? freeBytesOf
    this.#onWarning = options.onWarning ?? (() => undefined)
    this.#isWritable = options.limitBytes > 0
  }

  /** The key of a file's pixels at a size; undefined for a file that is not worth keeping. */
  key({ sha256, sizeBytes }: HashedFile, sizePx: number): string | undefined {
    if (sizeBytes < minimumFileBytes) return undefined
    const text = JSON.stringify([decoderVersion, sharp.versions, sizePx, sha256])
    return createHash('sha256').update(text).digest('hex')
  }

  /**
   * Starts to read an entry of so many bytes: a single task for libuv's threads, queued before this returns. Undefined
   * at once where there is no entry, and later where it turns out to be damaged.
   */
  read(key: string, byteCount: number): Promise<Uint8Array | undefined> | undefined {
    const file = openOrNothing(this.#path(key))
    return file === undefined ? undefined : this.#readOpen(file, key, byteCount)
  }

  /** Keeps pixels, as far as limit and disk allow. */
  async offer(key: string, pixels: Uint8Array): Promise<void> {
    const size = pixels.length + checksumBytes
    if (!this.#isWritable || this.#usedBytes + size > this.#limitBytes) return
    this.#usedBytes += size
    try {
      await this.#write(key, pixels)
      this.#used.add(key)
      this.#writtenBytes += size
    } catch (thrown) {
      if (!this.#isWritable) return
      this.#isWritable = false
      const reason = thrown instanceof Error ? thrown.message : String(thrown)
      this.#onWarning(
        `Decoded images cannot be kept in '${this.#root}' (${reason}), so the next job decodes them again. Choose ` +
          'another place with --cache, or switch this off with --cache-limit 0.',
      )
    }
  }

  /** Removes the entries that were not used for the longest time, down to the limit. To be called after writing. */
  async trim(): Promise<void> {
    if (this.#writtenBytes > 0) await trimCache(this.#root, this.#limitBytes)
  }

  #path(key: string): string {
    return join(this.#root, key.slice(0, 2), key.slice(2))
  }

  async #readOpen(file: number, key: string, byteCount: number): Promise<Uint8Array | undefined> {
    const wholeBytes = checksumBytes + byteCount
    const buffer = Buffer.allocUnsafeSlow(wholeBytes + 1) // one more would show in the number of bytes read
    try {
      const { bytesRead } = await readAsync(file, buffer, 0, buffer.length, 0)
      const pixels = buffer.subarray(checksumBytes, wholeBytes)
      if (bytesRead !== wholeBytes || !checksum(key, pixels).equals(buffer.subarray(0, checksumBytes))) {
        await rm(this.#path(key), { force: true })
        return undefined
      }
      if (!this.#used.has(key)) {
        this.#used.add(key)
        this.#usedBytes += wholeBytes
        const now = new Date()
        await touchAsync(file, now, now)
      }
      return pixels
    } catch {
      return undefined // an entry that cannot be read is one that is not there
    } finally {
      await closeAsync(file)
    }
  }

  async #write(key: string, pixels: Uint8Array): Promise<void> {
    const path = this.#path(key)
    const folder = dirname(path)
    if (!this.#folders.has(folder)) {
      await mkdir(folder, { recursive: true })
      this.#folders.add(folder)
    }
    await this.#requireSpace()
    const draft = join(folder, `.${randomBytes(6).toString('hex')}`)
    try {
      await writeFile(draft, Buffer.concat([checksum(key, pixels), pixels]))
      await rename(draft, path)
    } catch (error) {
      await rm(draft, { force: true })
      // On Windows an entry that another process has just written, and that is being read, cannot be replaced.
      if (!existsSync(path)) throw error
    }
  }

  async #requireSpace(): Promise<void> {
    if (this.#writtenBytes < this.#nextCheckBytes) return
    this.#nextCheckBytes = this.#writtenBytes + spaceCheckBytes
    if ((await this.#freeBytes(this.#root)) < reserveBytes + spaceCheckBytes)
      throw new Error('the disk is full')
  }
}

/** Over the name as well, so that an entry under another's name is found out. */
function checksum(key: string, pixels: Uint8Array): Buffer {
  return createHash('sha256').update(key).update(pixels).digest()
}

function openOrNothing(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch {
    return undefined
  }
}

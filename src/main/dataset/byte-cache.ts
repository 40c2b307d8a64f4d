import { totalmem } from 'node:os'

/** An eighth of the machine's memory, at most 2 GiB (all of Imagenette at 224 px takes 1.9 GiB). */
export function defaultCacheBytes(): number {
  return Math.min(2 * 2 ** 30, Math.floor(totalmem() / 8))
}

/**
 * Keeps byte arrays by key up to a total size. What comes first stays: nothing is ever dropped, because an epoch
 * visits every image once, and dropping the oldest would then drop each image just before it is wanted again.
 */
export class ByteCache {
  readonly #entries = new Map<number, Uint8Array>()
  #usedBytes = 0

  constructor(readonly limitBytes: number) {}

  get usedBytes(): number {
    return this.#usedBytes
  }

  get(key: number): Uint8Array | undefined {
    return this.#entries.get(key)
  }

  /** Keeps the array itself, not a copy. Does nothing when it would go over the limit or the key is there. */
  offer(key: number, bytes: Uint8Array): void {
    if (this.#usedBytes + bytes.length > this.limitBytes || this.#entries.has(key)) return
    this.#entries.set(key, bytes)
    this.#usedBytes += bytes.length
  }
}

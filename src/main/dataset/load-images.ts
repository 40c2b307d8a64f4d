import { countText } from '../../shared/count-text'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { StudioError } from '../../shared/errors'
import type { ByteCache } from './byte-cache'
import { forEachConcurrent } from './for-each-concurrent'

/** Longest time for which making images keeps the event loop. */
const sliceMs = 10

export interface ImageSource {
  readonly count: number
  readonly sizePx: number
  readonly cache: ByteCache
  /** The key of an image in the cache, which several sets may share. */
  cacheKey(index: number): number
  /**
   * How many images may be made at a time. Many, where other threads make them: they then go on with the whole batch
   * while a compute step blocks this one. Few, where this thread makes them.
   */
  readonly concurrentImages: number
  /** RGB bytes `[sizePx, sizePx, 3]` of an image that is not in the cache. */
  make(index: number): Uint8Array | Promise<Uint8Array>
}

/**
 * RGB bytes `[indices.length, sizePx, sizePx, 3]`, from the cache where it has them. Starts at once; the caller
 * gets its own copy.
 *
 * @throws StudioError `dataset/bad-request` for an index outside the set, and whatever `make` throws
 */
export async function loadImages(source: ImageSource, indices: readonly number[]): Promise<Uint8Array> {
  const imageBytes = source.sizePx * source.sizePx * 3
  const outside = indices.find((index) => !Number.isInteger(index) || index < 0 || index >= source.count)
  if (outside !== undefined) {
    throw new StudioError(
      'dataset/bad-request',
      `There is no image ${outside} in a set of ${countText(source.count, 'image')} (0 to ${source.count - 1}).`,
    )
  }
  const bytes = new Uint8Array(indices.length * imageBytes)
  let sliceStart = performance.now()
  await forEachConcurrent(indices.length, source.concurrentImages, async (position) => {
    const index = indices[position]!
    const key = source.cacheKey(index)
    let image = source.cache.get(key)
    if (!image) {
      image = await source.make(index)
      source.cache.offer(key, image)
    }
    bytes.set(image, position * imageBytes)
    if (performance.now() - sliceStart > sliceMs) {
      await nextTurn()
      sliceStart = performance.now()
    }
  })
  return bytes
}

import type { ImageSet } from '../dataset/image-set'
import type { ImageMap, MapRunner } from './map-method'

/** One image of a set with its map. */
export interface ExplainedImage {
  /** Index into the set. */
  readonly index: number
  /** RGB bytes `[sizePx, sizePx, 3]`, as the network saw them. */
  readonly pixels: Uint8Array
  readonly map: ImageMap
}

/**
 * Explains the given images of a set, batch by batch in order; the next batch is decoded while one computes.
 * Leaving the loop early is how a caller cancels.
 * @param classOf the class to explain for an image, by its index in the set; absent: the predicted class
 * @throws what loading or explaining throws
 */
export async function* explainImageSet(
  runner: MapRunner,
  images: ImageSet,
  indices: readonly number[],
  classOf?: (index: number) => number,
): AsyncGenerator<readonly ExplainedImage[], void, void> {
  const batches: (readonly number[])[] = []
  for (let start = 0; start < indices.length; start += runner.batchSize) {
    batches.push(indices.slice(start, start + runner.batchSize))
  }
  let upcoming = batches.length > 0 ? images.load(batches[0]!) : undefined
  try {
    for (const [position, batch] of batches.entries()) {
      const bytes = await upcoming!
      const next = batches[position + 1]
      upcoming = next && images.load(next)
      const maps = await runner.explain(bytes, classOf && batch.map(classOf))
      const imageLength = bytes.length / batch.length
      yield batch.map((index, row) => ({
        index,
        pixels: bytes.slice(row * imageLength, (row + 1) * imageLength),
        map: maps[row]!,
      }))
    }
  } finally {
    // A load under way when the caller leaves must not end as an unhandled rejection.
    await Promise.allSettled([upcoming])
  }
}

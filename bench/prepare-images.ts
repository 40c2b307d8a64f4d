import { augmentations, makeAugment } from '../src/main/dataset/augment'
import { openImageFolder } from '../src/main/dataset/open-image-folder'
import { noise, type RunOnce } from './bench-device'
import type { BenchCase } from './cases'
import { makePhotographs } from './photographs'

/** Photographs from JPEG files to pixels of the network's size, in parallel, with nothing kept. */
export async function prepareDecoding({ batchSize, sizePx }: BenchCase): Promise<RunOnce> {
  const folder = await makePhotographs(batchSize)
  const { train } = await openImageFolder({ folder, sizePx, seed: 0, cacheBytes: 0 })
  const indices = Array.from(train.labels.keys())
  return async () => {
    await train.load(indices)
  }
}

/** The published random changes, images in memory. */
export function prepareAugmentation({ batchSize, sizePx }: BenchCase): RunOnce {
  const augment = makeAugment(augmentations.photos, sizePx, 0)
  const bytes = Uint8Array.from(noise(batchSize * sizePx * sizePx * 3), (value) => value * 256)
  const indices = Array.from({ length: batchSize }, (_, index) => index)
  let epoch = 0
  return () => {
    augment(bytes, { epoch: epoch++, indices })
    return Promise.resolve(undefined)
  }
}

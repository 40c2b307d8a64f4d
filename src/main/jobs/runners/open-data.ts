import { builtInData, type TrainingSettings } from '../../../shared/jobs'
import { augmentations, makeAugment } from '../../dataset/augment'
import type { UnpackedArchive } from '../../dataset/archive/unpacked-archive'
import { decodedLimitBytes, defaultCacheFolder } from '../../dataset/cache-folder'
import { dataFolder, withGivenPath } from '../../dataset/data-folder'
import { DecodedCache } from '../../dataset/decoded-cache'
import type { DataSplits } from '../../dataset/image-set'
import { openEmojinette } from '../../dataset/emojinette/open-emojinette'
import { openImageFolder } from '../../dataset/open-image-folder'
import type { Augment } from '../../network/batches'
import type { JobContext } from '../job-runner'

/**
 * Which images are for training, validation and testing never depends on a job's seed: a model must not be tested
 * on images that an earlier job, with another seed, trained it on.
 */
const splitSeed = 0

export interface DataRequest {
  readonly data: string
  readonly images?: number | undefined
}

/** Opens a job's data at a size, reporting files. Errors as the dataset's own. */
export async function openData(
  { data, images }: DataRequest,
  sizePx: number,
  context: JobContext,
): Promise<DataSplits> {
  if (data === builtInData) return openEmojinette({ sizePx, seed: splitSeed, trainCount: images })
  const { folder, skipped } = await openDataFolder(data, context)
  const onProgress = (done: number, total: number) =>
    context.report({ stage: 'Reading the images', done, total, unit: 'images' })
  try {
    const { signal, warn: onWarning } = context
    const disk = new DecodedCache({
      folder: defaultCacheFolder(),
      limitBytes: decodedLimitBytes(),
      onWarning,
    })
    const splits = await openImageFolder({ folder, sizePx, seed: splitSeed, disk, signal, onProgress })
    return { ...splits, skipped: [...skipped, ...splits.skipped] }
  } catch (thrown) {
    throw withGivenPath(thrown, folder, data)
  }
}

/** The folder of a data set given as a folder or an archive, which is unpacked in the cache. */
export function openDataFolder(data: string, { signal, report }: JobContext): Promise<UnpackedArchive> {
  const onProgress = (done: number, total: number) =>
    report({ stage: 'Unpacking the archive', done: done / 1e6, total: total / 1e6, unit: 'MB' })
  return dataFolder(data, { cacheFolder: defaultCacheFolder(), signal, onProgress })
}

/** The training images' random changes; undefined where there are none. */
export function augmentFor(
  kind: TrainingSettings['augmentation'],
  { seed, sizePx }: { readonly seed: number; readonly sizePx: number },
): Augment | undefined {
  return kind === 'none' ? undefined : makeAugment(augmentations[kind], sizePx, seed)
}

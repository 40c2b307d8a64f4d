import { builtInData, type TrainingSettings } from '../../../shared/jobs'
import { augmentations, makeAugment } from '../../dataset/augment'
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
export function openData(
  { data, images }: DataRequest,
  sizePx: number,
  { signal, report }: JobContext,
): Promise<DataSplits> {
  if (data === builtInData) return openEmojinette({ sizePx, seed: splitSeed, trainCount: images })
  const onProgress = (done: number, total: number) =>
    report({ stage: 'Reading the images', done, total, unit: 'images' })
  return openImageFolder({ folder: data, sizePx, seed: splitSeed, signal, onProgress })
}

/** The training images' random changes; undefined where there are none. */
export function augmentFor(
  kind: TrainingSettings['augmentation'],
  { seed, sizePx }: { readonly seed: number; readonly sizePx: number },
): Augment | undefined {
  return kind === 'none' ? undefined : makeAugment(augmentations[kind], sizePx, seed)
}

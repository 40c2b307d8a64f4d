import type { DataSplits } from '../src/main/dataset/image-set'
import { openEmojinette } from '../src/main/dataset/emojinette/open-emojinette'
import { openImageFolder } from '../src/main/dataset/open-image-folder'
import { trainingOptions } from '../src/main/jobs/runners/fit-network'
import { augmentFor } from '../src/main/jobs/runners/open-data'
import { sampleTraining } from '../src/main/jobs/training-presets'
import { architectureSpec, buildNetwork } from '../src/main/network/architectures'
import { heInitialiser } from '../src/main/network/initialise'
import { trainNetwork } from '../src/main/network/train'
import { busyDevice, type RunOnce } from './bench-device'
import type { BenchCase } from './cases'
import { makePhotographs } from './photographs'

const seed = 0

/**
 * An epoch of training with its validation: the second one, when programs are compiled and pictures of the sample are
 * drawn. Photographs are decoded anew, as where they are more than memory holds.
 */
export async function prepareEpoch(benchCase: BenchCase): Promise<RunOnce> {
  const { architecture, sizePx, data: kind } = benchCase
  const { train, validation } = await openPictures(benchCase)
  const settings = {
    ...sampleTraining,
    epochs: 2,
    augmentation: kind === undefined ? 'photos' : 'flip',
  } as const
  const clock = busyDevice()
  return async () => {
    const { classes } = train
    const network = await buildNetwork(architectureSpec(architecture, sizePx), {
      classes,
      initialise: heInitialiser(seed),
    })
    const { history } = await trainNetwork({
      device: clock.device,
      network,
      train,
      validation,
      options: trainingOptions(settings, seed),
      augment: augmentFor(settings.augmentation, { seed, sizePx }),
      onProgress: (progress) => {
        if (progress.kind === 'epoch' && progress.epoch === 0) clock.busyMs = 0
      },
    })
    network.dispose()
    const durationMs = history[1]!.seconds * 1000
    return { durationMs, busyFraction: clock.busyMs / durationMs }
  }
}

async function openPictures({ data, batchSize, sizePx }: BenchCase): Promise<DataSplits> {
  if (data === 'emojinette') {
    return openEmojinette({ seed, sizePx, trainCount: batchSize, validationCount: 100 })
  }
  return openImageFolder({ folder: await makePhotographs(batchSize), sizePx, seed, cacheBytes: 0 })
}

import { join } from 'node:path'
import type { TrainResult } from '../../shared/jobs'
import type { EpochMetrics } from '../../shared/training-history'
import { readModelMetadata } from '../network/model-file'
import { artifactFolders } from '../store/study-paths'
import type { StudyStore } from '../store/study-store'
import { requireDataset } from './study-datasets'
import type { StudyJobHandler } from './study-job-kind'
import { fromMetadata, modelOfFile, refuseTakenName, sizeOf } from './study-models'

/** Registers a trained model with its epochs. */
export const trainHandler: StudyJobHandler<'train'> = {
  isResumable: true,
  destination: () => artifactFolders.models,
  check: (study, { name, from }) => {
    refuseTakenName(study, name)
    if (from !== undefined) modelOfFile(study, from)
  },
  data: (study, { from, data, images, sizePx }) => [
    { data, images, sizePx: from === undefined ? sizePx : sizeOf(modelOfFile(study, from)) },
  ],
  prepare: async ({ study, job, request, result, folder, artifactId }) => {
    const metadata = await readModelMetadata(join(folder, result.modelFile))
    const parent = request.from === undefined ? null : modelOfFile(study, request.from)
    return () => {
      const { id } = study.models.add({
        ...fromMetadata(metadata),
        name: request.name,
        parentId: parent?.id ?? null,
        datasetId: requireDataset(study, { ...request, sizePx: result.sizePx }).id,
        criterion: parent?.criterion ?? null,
        scope: parent?.scope ?? null,
        targetCpr: parent?.targetCpr ?? 1,
        measuredCpr: metadata.compressionRate,
        ...countsOf(result, parent),
        weightsArtifactId: artifactId(result.modelFile),
        jobId: job.id,
      })
      addEpochs(study, { modelId: id, run: 0 }, result.history)
    }
  },
}

/** Training further keeps the masks, so that a pruned parent's counts are those of its child. */
function countsOf(
  { parameterCount }: TrainResult,
  parent: { readonly totalCpr: number | null; readonly nonZeroCount: number | null } | null,
) {
  if (parent !== null) return { parameterCount, totalCpr: parent.totalCpr, nonZeroCount: parent.nonZeroCount }
  return { parameterCount, totalCpr: 1, nonZeroCount: parameterCount }
}

/** Registers the epochs of one of a model's trainings. */
export function addEpochs(
  study: StudyStore,
  training: { readonly modelId: string; readonly run: number },
  history: readonly EpochMetrics[],
): void {
  study.models.addTrainingMetrics(
    history.map(({ epoch, trainLoss, trainTop1, validationLoss, validationTop1, learningRate, seconds }) => ({
      ...training,
      epoch,
      trainLoss,
      trainAccuracy: trainTop1,
      validationLoss,
      validationAccuracy: validationTop1,
      learningRate,
      seconds,
    })),
  )
}

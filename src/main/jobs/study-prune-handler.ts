import { basename, join } from 'node:path'
import { modelMetadataSchema, readModelMetadata, type ModelMetadata } from '../network/model-file'
import { artifactFolders } from '../store/study-paths'
import type { StudyStore } from '../store/study-store'
import { presentRate, pruningRates, stepName } from './runners/pruning-rates'
import { requireDataset } from './study-datasets'
import type { FinishedJob, StudyJobHandler, StudyJobRequest } from './study-job-kind'
import { fromMetadata, modelOfFile, refuseTakenName, sizeOf } from './study-models'
import { addEpochs } from './study-train-handler'

/** Registers the model of every step that was kept, each as a child of the one before, with its epochs and its report. */
export const pruneHandler: StudyJobHandler<'prune'> = {
  isResumable: true,
  destination: () => artifactFolders.models,
  check: (study, request) => {
    for (const name of keptNames(study, request)) refuseTakenName(study, name)
  },
  data: (study, { model, data, images }) => [{ data, images, sizePx: sizeOf(modelOfFile(study, model)) }],
  prepare: async (finished) => {
    const { study, request, folder, result } = finished
    const kept = await Promise.all(keptSteps(result.steps).map((step) => withMetadata(step, folder)))
    return () => {
      let parentId = modelOfFile(study, request.model).id
      for (const step of kept) parentId = registerStep(finished, step, parentId)
    }
  },
}

type Step = FinishedJob<'prune'>['result']['steps'][number]

/** A step whose model was kept, with the epochs of all steps since the one kept before. */
interface KeptStep {
  readonly step: Step
  readonly kept: NonNullable<Step['kept']>
  readonly histories: readonly Step['history'][]
}

function keptSteps(steps: readonly Step[]): readonly KeptStep[] {
  const found: KeptStep[] = []
  let histories: Step['history'][] = []
  for (const step of steps) {
    histories.push(step.history)
    if (step.kept === null) continue
    found.push({ step, kept: step.kept, histories })
    histories = []
  }
  return found
}

async function withMetadata(step: KeptStep, folder: string): Promise<KeptStep & { metadata: ModelMetadata }> {
  return { ...step, metadata: await readModelMetadata(join(folder, step.kept.modelFile)) }
}

/** The names of all models that a request keeps. @throws StudioError `pruning/bad-request` for impossible rates */
function keptNames(study: StudyStore, request: StudyJobRequest<'prune'>): readonly string[] {
  const lineage = modelMetadataSchema.shape.lineage.parse(modelOfFile(study, request.model).lineage)
  const rates = pruningRates(request, presentRate({ lineage }, request.scope ?? 'conv'))
  return (request.keepAll === true ? rates : rates.slice(-1)).map((rate) => stepName(request, rate))
}

/** @returns the new model's id */
function registerStep(
  { study, job, request, result, artifactId }: FinishedJob<'prune'>,
  { step, kept, histories, metadata }: KeptStep & { readonly metadata: ModelMetadata },
  parentId: string,
): string {
  const { id } = study.models.add({
    ...fromMetadata(metadata),
    name: basename(kept.modelFile, '.safetensors'),
    parentId,
    datasetId: requireDataset(study, { ...request, sizePx: result.sizePx }).id,
    criterion: request.criterion ?? 'local-magnitude',
    scope: request.scope ?? 'conv',
    targetCpr: step.targetCpr,
    measuredCpr: step.layerCpr,
    totalCpr: step.totalCpr,
    parameterCount: result.parameterCount,
    nonZeroCount: step.nonZeroCount,
    weightsArtifactId: artifactId(kept.modelFile),
    jobId: job.id,
  })
  for (const [run, history] of histories.entries()) addEpochs(study, { modelId: id, run }, history)
  const measurement = { modelId: id, jobId: job.id }
  if (kept.report !== null) {
    study.models.addMeasurement({ ...measurement, kind: 'pruning-report', value: kept.report })
  }
  if (kept.shrunkFile !== null) {
    const value = { artifactId: artifactId(kept.shrunkFile) }
    study.models.addMeasurement({ ...measurement, kind: 'shrunk-weights', value })
  }
  return id
}

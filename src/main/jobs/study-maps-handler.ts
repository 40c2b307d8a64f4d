import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { mapEntrySchema, mapPredictionSchema, type MapEntry, type MapPrediction } from '../../shared/jobs'
import { jsonObjectSchema } from '../../shared/records/common'
import type { Image } from '../../shared/records/data-records'
import type { Model } from '../../shared/records/model-records'
import { openSafetensors } from '../store/safetensors-reader'
import { artifactFolders } from '../store/study-paths'
import type { StudyStore } from '../store/study-store'
import { requireDataset } from './study-datasets'
import type { FinishedJob, StudyJobHandler, StudyJobRequest } from './study-job-kind'
import { modelOfFile, sizeOf } from './study-models'

/** Registers maps with their pictures, what the models predict, and how well maps meet the object. */
export const mapsHandler: StudyJobHandler<'maps'> = {
  isResumable: false,
  destination: (jobId) => `${artifactFolders.maps}/${jobId}`,
  check: (study, { models }) => {
    for (const file of models) modelOfFile(study, file)
  },
  data: (study, request) =>
    [...new Set(request.models.map((file) => sizeOf(modelOfFile(study, file))))].map((sizePx) => ({
      data: request.data,
      images: request.images,
      sizePx,
    })),
  prepare: async (finished) => {
    const { folder, result } = finished
    const index = indexSchema.parse(JSON.parse(await readFile(join(folder, result.index), 'utf8')))
    const statistics = await readStatistics(folder, index.maps)
    const models = modelsByName(finished)
    return () => {
      registerPredictions(finished, index.predictions, models)
      for (const entry of index.maps) {
        registerMap(finished, { entry, index, model: models.get(entry.model)!, statistics })
      }
      const { study, job } = finished
      for (const { name, layer, score, activations } of result.models) {
        const modelId = models.get(name)!.id
        const add = (kind: string, value: object) =>
          study.models.addMeasurement({ modelId, kind, value: { ...value, layer }, jobId: job.id })
        if (score !== null) add('map-score', { ...score, method: index.method })
        if (activations !== null) add('activations', activations)
      }
    }
  },
}

/** What is read of a map job's index. */
const indexSchema = z.object({
  method: z.string(),
  rendering: jsonObjectSchema,
  maps: z.array(mapEntrySchema),
  predictions: z.array(mapPredictionSchema),
})
type MapIndex = z.infer<typeof indexSchema>

interface Statistics {
  readonly rawMinimum: number
  readonly rawMaximum: number
  readonly rawMean: number
}

/** Of each raw map, by its tensor's name. */
async function readStatistics(
  folder: string,
  maps: readonly MapEntry[],
): Promise<ReadonlyMap<string, Statistics>> {
  const statistics = new Map<string, Statistics>()
  for (const [file, entries] of Map.groupBy(maps, ({ raw }) => raw.file)) {
    const reader = await openSafetensors(join(folder, file))
    try {
      for (const { raw } of entries) {
        const values = await reader.readFloat32(raw.tensor)
        statistics.set(raw.tensor, {
          rawMinimum: values.reduce((least, value) => Math.min(least, value), Infinity),
          rawMaximum: values.reduce((most, value) => Math.max(most, value), -Infinity),
          rawMean: values.reduce((sum, value) => sum + value, 0) / values.length,
        })
      }
    } finally {
      await reader.close()
    }
  }
  return statistics
}

/** The study's models by the names that the index gives them, in the order of the request. */
function modelsByName({ study, request, result }: FinishedJob<'maps'>): ReadonlyMap<string, Model> {
  return new Map(result.models.map(({ name }, index) => [name, modelOfFile(study, request.models[index]!)]))
}

interface MapToRegister {
  readonly entry: MapEntry
  readonly index: MapIndex
  readonly model: Model
  readonly statistics: ReadonlyMap<string, Statistics>
}

/** Stores a map; the same map of an earlier job stays as it is. */
function registerMap(
  { study, job, request, artifactId }: FinishedJob<'maps'>,
  { entry, index, model, statistics }: MapToRegister,
): void {
  const image = imageOf(study, entry, { ...request, sizePx: sizeOf(model) })
  const explained = { modelId: model.id, imageId: image.id, confidence: entry.confidence }
  const isCorrect = entry.predicted === image.className
  study.models.setPredictions([{ ...explained, predictedClass: entry.predicted, isCorrect }])
  const key = { ...explained, method: index.method, layer: entry.layer, explainedClass: entry.explained }
  if (study.maps.find(key) !== undefined) return
  const { id } = study.maps.add({
    ...key,
    predictedClass: entry.predicted,
    noPositiveEvidence: entry.noPositiveEvidence,
    originalArtifactId: artifactId(entry.original),
    rawArtifactId: artifactId(entry.raw.file),
    rawTensor: entry.raw.tensor,
    ...statistics.get(entry.raw.tensor)!,
    jobId: job.id,
  })
  const { visibleFraction = null, ...colours } = index.rendering
  const pictures = [
    { rendering: 'heat-map', file: entry.heatMap, options: colours, scaling: entry.scaling },
    { rendering: 'occlusion-map', file: entry.occlusionMap, options: { visibleFraction }, scaling: null },
  ]
  for (const { file, ...picture } of pictures) {
    study.maps.addRendering({ ...picture, mapId: id, artifactId: artifactId(file) })
  }
}

function registerPredictions(
  { study, request }: FinishedJob<'maps'>,
  predictions: readonly MapPrediction[],
  models: ReadonlyMap<string, Model>,
): void {
  const rows = predictions.map((entry) => {
    const model = models.get(entry.model)!
    const image = imageOf(study, entry, { ...request, sizePx: sizeOf(model) })
    return {
      modelId: model.id,
      imageId: image.id,
      predictedClass: entry.predicted,
      confidence: entry.confidence,
      isCorrect: entry.predicted === image.className,
    }
  })
  study.models.setPredictions(rows)
}

/** An image that came to the data set after it was listed is added without what only the list knows. */
function imageOf(
  study: StudyStore,
  { image, label }: Pick<MapEntry, 'image' | 'label'>,
  request: Pick<StudyJobRequest<'maps'>, 'data' | 'images'> & { readonly sizePx: number },
): Image {
  const datasetId = requireDataset(study, request).id
  const known = study.images.find(datasetId, image)
  if (known !== undefined) return known
  const unknown = { sha256: null, fingerprint: null, widthPx: null, heightPx: null, maskArtifactId: null }
  return study.images.add({ datasetId, path: image, className: label, split: 'test', ...unknown })
}

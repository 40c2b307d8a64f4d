import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { mapEntrySchema, mapPredictionSchema, type MapEntry } from '../../shared/jobs'
import { jsonObjectSchema } from '../../shared/records/common'
import type { ExplanationMap } from '../../shared/records/map-records'
import type { Model } from '../../shared/records/model-records'
import { openSafetensors } from '../store/safetensors-reader'
import { artifactFolders } from '../store/study-paths'
import type { StudyStore } from '../store/study-store'
import type { MapKey } from '../store/tables/map-table'
import { requireDataset } from './study-datasets'
import type { FinishedJob, StudyJobHandler } from './study-job-kind'
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
      const imageOf = imageFinder(finished)
      const said = [...index.predictions, ...index.maps].map((entry) => {
        const model = models.get(entry.model)!
        const { predicted: predictedClass, confidence, label } = entry
        const isCorrect = predictedClass === label
        return { modelId: model.id, imageId: imageOf(model, entry), predictedClass, confidence, isCorrect }
      })
      finished.study.models.setPredictions(said)
      for (const entry of index.maps) {
        const model = models.get(entry.model)!
        const place = { modelId: model.id, imageId: imageOf(model, entry) }
        registerMap(finished, { entry, index, ...place, statistics })
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
  readonly modelId: string
  readonly imageId: string
  readonly statistics: ReadonlyMap<string, Statistics>
}

/** Stores a map with its pictures; what an earlier job stored of the same stays as it is. */
function registerMap(finished: FinishedJob<'maps'>, map: MapToRegister): void {
  const { study, artifactId } = finished
  const { entry, index, modelId, imageId } = map
  const key = { modelId, imageId, method: index.method, layer: entry.layer, explainedClass: entry.explained }
  const { id: mapId } = study.maps.find(key) ?? addMap(finished, key, map)
  const { visibleFraction = null, ...colours } = index.rendering
  const pictures = [
    { rendering: 'heat-map', file: entry.heatMap, options: colours, scaling: entry.scaling },
    { rendering: 'occlusion-map', file: entry.occlusionMap, options: { visibleFraction }, scaling: null },
  ]
  const known = study.maps.renderings(mapId)
  for (const { file, ...picture } of pictures) {
    const isKnown = known.some((each) => isDeepStrictEqual({ ...each, ...picture }, { ...each }))
    if (!isKnown) study.maps.addRendering({ ...picture, mapId, artifactId: artifactId(file) })
  }
}

function addMap(
  { study, job, artifactId }: FinishedJob<'maps'>,
  key: MapKey,
  { entry, statistics }: MapToRegister,
): ExplanationMap {
  return study.maps.add({
    ...key,
    predictedClass: entry.predicted,
    confidence: entry.confidence,
    noPositiveEvidence: entry.noPositiveEvidence,
    energyInside: entry.energyInside,
    originalArtifactId: artifactId(entry.original),
    rawArtifactId: artifactId(entry.raw.file),
    rawTensor: entry.raw.tensor,
    ...statistics.get(entry.raw.tensor)!,
    jobId: job.id,
  })
}

/**
 * Finds the image that a model saw. One that came to the data set after it was listed is added, without what only the
 * list knows.
 */
function imageFinder({ study, request }: FinishedJob<'maps'>) {
  const datasets = new Map<number, string>()
  const images = new Map<string, string>()
  const datasetOf = (sizePx: number): string => {
    const known = datasets.get(sizePx) ?? requireDataset(study, { ...request, sizePx }).id
    datasets.set(sizePx, known)
    return known
  }
  return (model: Model, { image, label }: Pick<MapEntry, 'image' | 'label'>): string => {
    const datasetId = datasetOf(sizeOf(model))
    const key = `${datasetId}/${image}`
    const id =
      images.get(key) ??
      study.images.find(datasetId, image)?.id ??
      addUnlisted(study, datasetId, { image, label })
    images.set(key, id)
    return id
  }
}

function addUnlisted(
  study: StudyStore,
  datasetId: string,
  { image, label }: Pick<MapEntry, 'image' | 'label'>,
): string {
  const unknown = { sha256: null, fingerprint: null, widthPx: null, heightPx: null, maskArtifactId: null }
  return study.images.add({ datasetId, path: image, className: label, split: 'test', ...unknown }).id
}

import type { JobRequestOf, MapPrediction, MapsResult } from '../../../shared/jobs'
import { publishedDrawing } from '../../../shared/maps'
import type { DataSplits, ImageSet } from '../../dataset/image-set'
import { readModelMetadata } from '../../network/model-file'
import type { JobContext, JobRunner } from '../job-runner'
import { chooseImages } from './choose-images'
import { drawMaps } from './draw-maps'
import { explainModel, type ExplainedModel, type ExplainOptions } from './explain-model'
import { nameModels, type NamedModel } from './name-models'
import { openData } from './open-data'
import { agreedImages, predictTestImages, type ModelPredictions } from './predict-test-images'
import {
  summariseActivations,
  writeActivations,
  writeLegend,
  writeMapIndex,
  writeRawMaps,
} from './write-map-index'
import { openJobDevice, secondsSince, type Workspace } from './workspace'

/** Writes the maps of one or more models for the same test images. */
export const mapsRunner: JobRunner<'maps'> = async (request, context) => {
  const models = nameModels(request.models)
  const sizes = new Set<number>()
  for (const { file } of models) sizes.add((await readModelMetadata(file)).architecture.inputSizePx)
  const device = await openJobDevice(request.device, context)
  const dataBySize = new Map<number, DataSplits>()
  for (const sizePx of sizes) dataBySize.set(sizePx, await openData(request, sizePx, context))
  return makeMaps({ ...request, models }, { device, dataBySize }, context)
}

/** What map making needs of a request. */
export interface MakeMapsRequest extends Omit<
  JobRequestOf<'maps'>,
  'kind' | 'data' | 'images' | 'device' | 'models'
> {
  readonly models: readonly NamedModel[]
}

/** A device, and the data at each size that a model takes. */
export interface MapWorkspace extends Pick<Workspace, 'device'> {
  readonly dataBySize: ReadonlyMap<number, DataSplits>
}

/** Explains, draws and writes; images and index lie in the request's folder. */
export async function makeMaps(
  request: MakeMapsRequest,
  { device, dataBySize }: MapWorkspace,
  context: JobContext,
): Promise<MapsResult> {
  const startedMs = performance.now()
  const { folder, layer, method = 'grad-cam', drawing = publishedDrawing } = request
  const largest = dataBySize.get(Math.max(...dataBySize.keys()))!
  const predictions: ModelPredictions[] = []
  for (const model of request.onlyCorrect === true ? request.models : []) {
    predictions.push(await predictTestImages(model, { device, dataBySize }, context))
  }
  const eligible =
    request.onlyCorrect === true ? { eligible: agreedImages(largest.test.labels, predictions) } : {}
  const indices = chooseImages(largest.test, { ...request, ...eligible })
  const options: ExplainOptions = {
    method,
    layer,
    explained: request.explained ?? 'predicted',
    indices,
    isScoredOnAll: request.scoreAll === true,
    countsActivations: request.activations === true,
  }
  const explained: ExplainedModel[] = []
  for (const model of request.models) {
    explained.push(await explainModel(model, options, { device, dataBySize }, context))
  }
  const entries = await drawMaps(folder, { indices, models: explained, drawing }, context)
  const models = explained.map(({ model, layer: target, images, score, activations }) => ({
    name: model.name,
    file: model.shownFile,
    layer: target,
    score,
    activations: summariseActivations(activations, images.labels.length),
  }))
  await writeRawMaps(folder, method, { models: explained, entries })
  const legend = await writeLegend(folder, drawing)
  const activations = await writeActivations(folder, explained)
  const index = await writeMapIndex(folder, {
    method,
    drawing,
    models,
    maps: entries,
    predictions: predictions.flatMap((each) => predictionEntries(largest.test, each)),
  })
  return {
    index,
    legend,
    activations,
    method,
    device: device.name,
    seconds: secondsSince(startedMs),
    images: indices.length,
    mapCount: entries.length,
    noPositiveEvidence: entries.filter((entry) => entry.noPositiveEvidence).length,
    models,
    skipped: [...largest.skipped],
  }
}

function predictionEntries(
  images: ImageSet,
  { model, classes, confidences }: ModelPredictions,
): MapPrediction[] {
  return images.names.map((image, index) => ({
    model: model.name,
    image,
    label: images.classes[images.labels[index]!]!,
    predicted: images.classes[classes[index]!]!,
    confidence: confidences[index]!,
  }))
}

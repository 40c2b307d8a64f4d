import type { JobRequestOf, MapPrediction, MapsResult } from '../../../shared/jobs'
import type { DataSplits, ImageSet } from '../../dataset/image-set'
import { readModelMetadata } from '../../network/model-file'
import type { JobContext, JobRunner } from '../job-runner'
import { chooseImages } from './choose-images'
import { explainModel, type ModelMaps } from './explain-model'
import { nameModels, type NamedModel } from './name-models'
import { openData } from './open-data'
import { agreedImages, predictTestImages, type ModelPredictions } from './predict-test-images'
import { writeOriginals } from './write-maps'
import { writeMapIndex, writeRawMaps } from './write-map-index'
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

/** What map making needs of a request; the demo makes its own. */
export interface MakeMapsRequest extends Pick<
  JobRequestOf<'maps'>,
  'count' | 'perClass' | 'layer' | 'seed' | 'folder' | 'onlyCorrect' | 'scoreAll'
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
  const { folder, layer, onlyCorrect = false, scoreAll = false } = request
  const largest = dataBySize.get(Math.max(...dataBySize.keys()))!
  const predictions: ModelPredictions[] = []
  for (const model of onlyCorrect ? request.models : []) {
    predictions.push(await predictTestImages(model, { device, dataBySize }, context))
  }
  const eligible = onlyCorrect ? { eligible: agreedImages(largest.test.labels, predictions) } : {}
  const indices = chooseImages(largest.test, { ...request, ...eligible })
  const originals = await writeOriginals(folder, largest.test, indices)
  const explained: ModelMaps[] = []
  for (const model of request.models) {
    const options = { folder, layer, isScoredOnAll: scoreAll, indices, originals }
    explained.push(await explainModel(model, options, { device, dataBySize }, context))
  }
  const models = explained.map(({ model, layer: target, score }) => ({
    name: model.name,
    file: model.shownFile,
    layer: target,
    score,
  }))
  const entries = explained.flatMap((each) => each.entries)
  await writeRawMaps(folder, explained)
  const index = await writeMapIndex(folder, {
    models,
    maps: entries,
    predictions: predictions.flatMap((each) => predictionEntries(largest.test, each)),
  })
  return {
    index,
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

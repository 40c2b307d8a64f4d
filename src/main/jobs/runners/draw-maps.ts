import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { MapEntry } from '../../../shared/jobs'
import type { MapDrawing } from '../../../shared/maps'
import { forEachConcurrent } from '../../dataset/for-each-concurrent'
import { scalingAcrossModels, type MapScaling } from '../../explain/map-scaling'
import type { Picture } from '../../explain/picture'
import { renderMap } from '../../explain/render-map'
import type { RenderingKind } from '../../explain/rendering'
import { pauseForCancellation } from '../../network/cancellation'
import type { JobContext } from '../job-runner'
import type { ExplainedModel, KeptMap } from './explain-model'
import { mapTensor, originalFile, rawMapsFile, squarePicture, writePicture } from './map-files'

/** Images in the making at once; more only fill memory, since decoding and packing have few threads. */
const atOnce = 4

/**
 * Draws every model's maps of the chosen images, and the images as the network sees them, and writes all as PNG.
 * @param indices into the test set
 * @returns one entry per map, model by model
 */
export async function drawMaps(
  folder: string,
  {
    indices,
    models,
    drawing,
  }: { indices: readonly number[]; models: readonly ExplainedModel[]; drawing: MapDrawing },
  { signal, report }: JobContext,
): Promise<readonly MapEntry[]> {
  for (const name of ['images', ...models.map(({ model }) => model.name)]) {
    await mkdir(join(folder, name), { recursive: true })
  }
  const entries = models.map(() => new Array<MapEntry>(indices.length))
  let done = 0
  await forEachConcurrent(indices.length, atOnce, async (position) => {
    await pauseForCancellation(signal, 'Drawing')
    const drawn = await drawImage(folder, { index: indices[position]!, position, models, drawing })
    drawn.forEach((entry, model) => {
      entries[model]![position] = entry
    })
    report({ stage: 'Drawing', done: ++done, total: indices.length, unit: 'images' })
  })
  return entries.flat()
}

interface DrawRequest {
  readonly index: number
  readonly position: number
  readonly models: readonly ExplainedModel[]
  readonly drawing: MapDrawing
}

async function drawImage(
  folder: string,
  { index, position, models, drawing }: DrawRequest,
): Promise<readonly MapEntry[]> {
  const pictures = await loadPictures(index, models)
  const largest = pictures.get(Math.max(...pictures.keys()))!
  const original = originalFile(position, models[0]!.images, index)
  await writePicture(join(folder, original), largest)
  const scaling = scalingOf(
    drawing,
    models.map(({ maps }) => maps.get(index)!.raw),
    largest,
  )
  const entries: MapEntry[] = []
  for (const explained of models) {
    const map = explained.maps.get(index)!
    const image = pictures.get(explained.images.sizePx)!
    entries.push(await drawMap(folder, { explained, map, index, image, original, drawing, scaling }))
  }
  return entries
}

/** The image at each size that a model sees. */
async function loadPictures(index: number, models: readonly ExplainedModel[]): Promise<Map<number, Picture>> {
  const pictures = new Map<number, Picture>()
  for (const { images } of models) {
    if (pictures.has(images.sizePx)) continue
    pictures.set(images.sizePx, squarePicture(await images.load([index]), images.sizePx))
  }
  return pictures
}

function scalingOf(
  { scaling }: MapDrawing,
  raws: readonly KeptMap['raw'][],
  { widthPx, heightPx }: Picture,
): MapScaling {
  switch (scaling.kind) {
    case 'per-map':
    case 'absolute':
      return scaling
    case 'per-image-across-models':
      // Without positive evidence in any model there is nothing to scale.
      return scalingAcrossModels(raws, widthPx, heightPx) ?? { kind: 'per-map' }
  }
}

interface DrawMapRequest {
  readonly explained: ExplainedModel
  readonly map: KeptMap
  readonly index: number
  readonly image: Picture
  readonly original: string
  readonly drawing: MapDrawing
  readonly scaling: MapScaling
}

async function drawMap(
  folder: string,
  { explained, map, index, image, original, drawing, scaling }: DrawMapRequest,
): Promise<MapEntry> {
  const { model, layer, images } = explained
  const { stem, tensor } = mapTensor(model.name, original)
  const { colourMap, visibleFraction } = drawing
  const draw = async (kind: RenderingKind) => {
    const rendered = renderMap(kind, image, map.raw, { colourMap, visibleFraction, scaling })
    const file = `${model.name}/${stem}-${kind}.png`
    await writePicture(join(folder, file), rendered.picture)
    return { file, rendered }
  }
  const heat = await draw('heat-map')
  const occlusion = await draw('occlusion-map')
  return {
    image: images.names[index]!,
    label: images.classes[images.labels[index]!]!,
    model: model.name,
    predicted: images.classes[map.predictedClass]!,
    explained: images.classes[map.explainedClass]!,
    confidence: softmaxShare(map.logits, map.predictedClass),
    layer,
    energyInside: map.energyInside,
    scaling: heat.rendered.kind === 'heat-map' ? heat.rendered.scaling : null,
    noPositiveEvidence: !map.hasPositiveEvidence,
    original,
    heatMap: heat.file,
    occlusionMap: occlusion.file,
    raw: { file: rawMapsFile, tensor },
  }
}

function softmaxShare(logits: Float32Array, chosen: number): number {
  const highest = Math.max(...logits)
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - highest), 0)
  return Math.exp(logits[chosen]! - highest) / sum
}

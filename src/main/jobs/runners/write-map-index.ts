import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ActivationsFile, ActivationSummary } from '../../../shared/activations'
import { activationQuantiles } from '../../../shared/activations'
import type { MapEntry, MapPrediction, MapsResult } from '../../../shared/jobs'
import type { MapDrawing, MapMethodKind } from '../../../shared/maps'
import { storedEdges } from '../../explain/activation-bins'
import { legendStrip } from '../../explain/legend'
import { mapMethods } from '../../explain/map-methods'
import type { RecordedActivations } from '../../explain/record-activations'
import { publishedRenderOptions } from '../../explain/rendering'
import { writeSafetensors } from '../../store/safetensors-writer'
import type { ExplainedModel } from './explain-model'
import { mapTensor, rawMapsFile, writePicture } from './map-files'
import { versions } from './workspace'

const indexFile = 'index.json'
const legendFile = 'legend.png'
const legendPx = { width: 256, height: 16 }
const activationsFile = 'activations.json'

/** What `index.json` says; every picture and raw map in the folder is listed in it. */
export interface MapIndex {
  readonly method: MapMethodKind
  readonly drawing: MapDrawing
  readonly models: MapsResult['models']
  readonly maps: readonly MapEntry[]
  /** What every model says about every test image, where images were chosen by it. */
  readonly predictions: readonly MapPrediction[]
}

/**
 * Writes `index.json`: how maps were made and drawn, the models, and one entry per map.
 * @returns its name
 */
export async function writeMapIndex(
  folder: string,
  { method, drawing, models, maps, predictions }: MapIndex,
): Promise<string> {
  const { imageShare, isSquared } = publishedRenderOptions
  const index = {
    formatVersion: 1,
    method,
    reference: mapMethods[method].reference,
    rendering: { ...drawing, imageShare, isSquared },
    legend: {
      file: legendFile,
      meaning:
        'colours of a heat-map before they are mixed with the image, from the value that is drawn lowest (left) to the ' +
        "highest (right); each map's entry says under scaling which values these are",
    },
    rawMaps: 'float32 [height, width], signed, before rectification and scaling',
    versions,
    models,
    maps,
    predictions,
  }
  await writeFile(join(folder, indexFile), `${JSON.stringify(index, null, 2)}\n`)
  return indexFile
}

/** Writes the colours of the heat-maps as a strip. @returns its name */
export async function writeLegend(folder: string, { colourMap }: MapDrawing): Promise<string> {
  const { isSquared } = publishedRenderOptions
  const strip = legendStrip(legendPx.width, legendPx.height, { colourMap, isSquared })
  await writePicture(join(folder, legendFile), strip)
  return legendFile
}

/** Writes all raw maps as float32 tensors `[height, width]` named `<model>/<image>`. */
export async function writeRawMaps(
  folder: string,
  method: MapMethodKind,
  { models, entries }: { readonly models: readonly ExplainedModel[]; readonly entries: readonly MapEntry[] },
): Promise<void> {
  const rawOf = new Map(
    models.flatMap(({ model, images, maps }) =>
      [...maps].map(([index, { raw }]) => [`${model.name}\0${images.names[index]!}`, raw] as const),
    ),
  )
  const tensors = entries.map(({ model, image, original }) => {
    const { width, height, values } = rawOf.get(`${model}\0${image}`)!
    return { name: mapTensor(model, original).tensor, shape: [height, width], data: values }
  })
  await writeSafetensors(join(folder, rawMapsFile), tensors, {
    'sweetspot.maps': JSON.stringify({ formatVersion: 1, method, index: indexFile }),
  })
}

/**
 * Writes how activations are distributed, all models in the same bins.
 * @returns the file's name; null where none were counted
 */
export async function writeActivations(
  folder: string,
  models: readonly ExplainedModel[],
): Promise<string | null> {
  const counted = models.flatMap(({ model, activations }) => (activations ? [{ model, ...activations }] : []))
  if (counted.length === 0) return null
  const range = {
    lowest: Math.min(...counted.map((each) => each.range.lowest)),
    highest: Math.max(...counted.map((each) => each.range.highest)),
  }
  const file: ActivationsFile = {
    formatVersion: 1,
    images: models[0]!.images.labels.length,
    edges: storedEdges(range),
    quantileProbabilities: [...activationQuantiles],
    models: counted.map(({ model, layer, height, width, channels, overall, channel }) => ({
      name: model.name,
      layer,
      height,
      width,
      overall: overall(range),
      channels: Array.from({ length: channels }, (_, index) => channel(index, range)),
    })),
  }
  await writeFile(join(folder, activationsFile), `${JSON.stringify(file)}\n`)
  return activationsFile
}

/** A model's activations in a few numbers; null where they were not counted. */
export function summariseActivations(
  activations: RecordedActivations | null,
  images: number,
): ActivationSummary | null {
  if (!activations) return null
  const { mean, standardDeviation, quantiles, zeroShare } = activations.overall(activations.range)
  const { channels, channel, range } = activations
  const silentChannels = Array.from(
    { length: channels },
    (_, index) => channel(index, range).zeroShare,
  ).filter((share) => share === 1).length
  const median = quantiles[activationQuantiles.indexOf(0.5)]!
  return { images, mean, standardDeviation, median, zeroShare, channels, silentChannels }
}

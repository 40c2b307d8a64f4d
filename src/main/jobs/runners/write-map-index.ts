import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MapEntry, MapPrediction, MapsResult } from '../../../shared/jobs'
import { publishedRenderOptions } from '../../explain/rendering'
import { writeSafetensors } from '../../store/safetensors-writer'
import { rawMapsFile, type ModelMaps } from './explain-model'
import { versions } from './workspace'

const indexFile = 'index.json'

/** What `index.json` says; every picture and raw map in the folder is listed in it. */
export interface MapIndex {
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
  { models, maps, predictions }: MapIndex,
): Promise<string> {
  const { colourMap, imageShare, isSquared, visibleFraction } = publishedRenderOptions
  const index = {
    formatVersion: 1,
    method: 'grad-cam',
    rendering: { colourMap, imageShare, isSquared, visibleFraction },
    rawMaps: 'float32 [height, width], signed, before rectification and scaling',
    versions,
    models,
    maps,
    predictions,
  }
  await writeFile(join(folder, indexFile), `${JSON.stringify(index, null, 2)}\n`)
  return indexFile
}

/** Writes all raw maps as float32 tensors `[height, width]` named `<model>/<image>`. */
export async function writeRawMaps(folder: string, models: readonly ModelMaps[]): Promise<void> {
  const tensors = models.flatMap(({ rawMaps }) =>
    rawMaps.map(({ tensor, map }) => ({ name: tensor, shape: [map.height, map.width], data: map.values })),
  )
  await writeSafetensors(join(folder, rawMapsFile), tensors, {
    'sweetspot.maps': JSON.stringify({ formatVersion: 1, method: 'grad-cam', index: indexFile }),
  })
}

import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { StudioError } from '../../../shared/errors'
import { openZip } from '../../dataset/archive/zip-reader'
import type { KerasTopology } from '../keras-topology'
import type { ImportedNetwork, ImportOptions } from './import-options'
import { importKerasModel, parseKerasConfig } from './keras-file'
import { openKerasWeights } from './keras-weights'

const configFile = 'config.json'
const weightFile = 'model.weights.h5'

/**
 * Imports a `.keras` file, Keras 3's own format: a zip of the model's description and its weights in HDF5. These are
 * unpacked into a temporary folder while they are read.
 * @throws StudioError `file/not-found`, `network/bad-architecture`, `network/bad-weights` naming the tensor
 */
export async function importKerasArchive(path: string, options: ImportOptions): Promise<ImportedNetwork> {
  const fileName = basename(path)
  const folder = await mkdtemp(join(tmpdir(), 'sweetspot-keras-'))
  try {
    await unpack(path, folder)
    const topology = parseKerasConfig(await readFile(join(folder, configFile), 'utf8'), fileName)
    const { source, layers } = await openKerasWeights(join(folder, weightFile))
    try {
      return await importKerasModel(
        {
          name: fileName.replace(/\.keras$/i, ''),
          topology,
          source: { ...source, fileName },
          layers: underOwnNames(topology, layers),
        },
        options,
      )
    } finally {
      await source.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function unpack(path: string, folder: string): Promise<void> {
  const missing = new Set([configFile, weightFile])
  try {
    const zip = await openZip(path)
    try {
      for await (const entry of zip.entries()) {
        if (missing.delete(entry.name))
          await pipeline(entry.read(), createWriteStream(join(folder, entry.name)))
      }
    } finally {
      zip.close()
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StudioError(
      'network/bad-weights',
      `${basename(path)} cannot be unpacked (${reason}). Copy or save it again.`,
      { cause },
    )
  }
  if (missing.size === 0) return
  throw new StudioError(
    'network/bad-weights',
    `${basename(path)} is no Keras model: it lacks ${[...missing].join(' and ')}. Save the model again.`,
  )
}

/** Weights by the layers' names: Keras before 3.8 calls a layer by its class and a number, `conv2d_1`. */
function underOwnNames(
  topology: KerasTopology,
  layers: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const counts = new Map<string, number>()
  const named = topology.config.layers.map(({ class_name: kind, config }) => {
    const snake = snakeCase(kind)
    const count = counts.get(snake) ?? 0
    counts.set(snake, count + 1)
    const group = count === 0 ? snake : `${snake}_${count}`
    return [config.name, layers.get(config.name) ?? layers.get(group) ?? []] as const
  })
  return new Map(named)
}

/** As Keras does it: `Conv2D` is `conv2d`, `ReLU` is `re_lu`, `BatchNormalization` is `batch_normalization`. */
function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}

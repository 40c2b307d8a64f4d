import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { StudioError } from '../../../shared/errors'
import { inputScalingSchema } from '../../../shared/input-scaling'
import { parseKerasTopology } from '../keras-topology'
import type { Parameter } from '../network'
import type { ImportedNetwork, ImportOptions } from './import-options'
import { importTopology } from './import-topology'
import { readLayersWeights, weightsManifestSchema } from './layers-weights'

const modelFileSchema = z.looseObject({
  modelTopology: z.looseObject({ model_config: z.unknown().optional() }),
  weightsManifest: weightsManifestSchema,
})
const labelsSchema = z.looseObject({
  labels: z.array(z.string()),
  /** Written by this program's own export. */
  inputScaling: inputScalingSchema.optional(),
})

/**
 * Imports a tfjs LayersModel, as tensorflowjs_converter makes it of a Keras model: `model.json` and its weight files
 * in the same folder. Class names are those of the new head, else the `labels` of `metadata.json`, else `class 0` and
 * so on.
 * @param path of `model.json`
 * @throws StudioError `file/not-found`, `network/bad-architecture`, `network/bad-weights` naming the tensor
 */
export async function importLayersModel(path: string, options: ImportOptions): Promise<ImportedNetwork> {
  const folder = dirname(resolve(path))
  const name = basename(folder)
  const { modelTopology, weightsManifest } = await readModelFile(path)
  const topology = parseKerasTopology(
    modelTopology.model_config ?? modelTopology,
    `${name}/${basename(path)}`,
  )
  const stored = await readLayersWeights(folder, weightsManifest)
  const metadata = await readMetadata(folder)
  const file = {
    format: 'tfjs-layers',
    name,
    topology,
    labels: metadata?.labels ?? null,
    inputScaling: metadata?.inputScaling ?? null,
    source: {
      fileName: `${name}/${basename(path)}`,
      shapes: new Map([...stored].map(([tensor, { shape }]) => [tensor, shape])),
      read: (tensor: string) => Promise.resolve(stored.get(tensor)!.values),
      close: () => Promise.resolve(),
    },
    tensorsOf: () => (parameter: Parameter) => ({ name: parameter.name, shape: parameter.variable.shape }),
    layerOf: (tensor: string) => tensor.slice(0, tensor.lastIndexOf('/')),
  } as const
  return importTopology(file, options)
}

async function readModelFile(path: string): Promise<z.infer<typeof modelFileSchema>> {
  const parsed = modelFileSchema.safeParse(await readJson(path))
  if (parsed.success) return parsed.data
  throw new StudioError(
    'network/bad-architecture',
    `${path} is not a tfjs LayersModel: ${z.prettifyError(parsed.error)}`,
  )
}

async function readJson(path: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new StudioError('file/not-found', `There is no readable file ${path}. Choose the model.json.`, {
      cause,
    })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new StudioError(
      'network/bad-architecture',
      `${path} is not JSON. Copy or convert the model again.`,
      { cause },
    )
  }
}

/** Labels of `metadata.json`; null where there is no such file or it has none. */
async function readMetadata(folder: string): Promise<z.infer<typeof labelsSchema> | null> {
  try {
    return labelsSchema.parse(JSON.parse(await readFile(join(folder, 'metadata.json'), 'utf8')))
  } catch {
    // Labels are an extra: a model is usable without names for its classes.
    return null
  }
}

import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StudioError } from '../../../shared/errors'
import { metadataKey } from '../model-file'
import { exportedModelSchema, exportKey } from './exported-model'
import { type ImportedNetwork, type ImportOptions } from './import-options'
import { importResnet, isTorchResnet } from './import-resnet'
import { importVgg } from './import-vgg'
import { importKerasArchive } from './keras-archive'
import { importKerasFile } from './keras-file'
import { importLayersModel } from './layers-model'
import { recogniseTorchVgg } from './recognise-vgg'
import { openSafetensorsSource, type SafetensorsSource } from './safetensors-source'

/**
 * Imports a network from another program's files, told apart by their endings:
 * - `model.json`, or its folder: a tfjs LayersModel
 * - `.keras`: a Keras model
 * - `.h5`, `.hdf5`: a Keras model, or the weights of Keras' VGG-16
 * - `.safetensors`: VGG-16 or ResNet in torchvision's or timm's names
 *
 * The caller disposes of the network.
 * @throws StudioError `file/not-found`, `network/bad-architecture`, `network/bad-weights` naming the tensor that is
 *   missing or has another shape
 */
export async function importNetwork(path: string, options: ImportOptions): Promise<ImportedNetwork> {
  const file = await modelFileOf(path)
  if (file.endsWith('.json')) return importLayersModel(file, options)
  if (/\.keras$/i.test(file)) return importKerasArchive(file, options)
  if (/\.(h5|hdf5)$/i.test(file)) return importKerasFile(file, options)
  if (/\.safetensors$/i.test(file)) return importSafetensors(file, options)
  throw new StudioError(
    'network/bad-architecture',
    `${path} is of no kind that can be imported. Give a tfjs model.json, a .keras or .h5 file of Keras, or a ` +
      '.safetensors file with the weights of a VGG-16 or ResNet; docs/models.md says how to convert other files.',
  )
}

async function modelFileOf(path: string): Promise<string> {
  try {
    return (await stat(path)).isDirectory() ? join(path, 'model.json') : path
  } catch (cause) {
    throw new StudioError('file/not-found', `There is no file ${path}. Check its place and name.`, { cause })
  }
}

async function importSafetensors(path: string, options: ImportOptions): Promise<ImportedNetwork> {
  const source = await openSafetensorsSource(path)
  try {
    if (metadataKey in source.metadata) throw ownModel(source.fileName)
    const own = exportedModel(source)
    if (isTorchResnet(source.shapes)) return await importResnet(source, own, options)
    const found = recogniseTorchVgg(source.shapes, source.fileName)
    if (!found) throw unknownWeights(source)
    return await importVgg({ source, found, own }, options)
  } finally {
    await source.close()
  }
}

function ownModel(fileName: string): StudioError {
  return new StudioError(
    'network/bad-architecture',
    `${fileName} is a model of this program already: train --from, prune and maps take it as it is.`,
  )
}

function exportedModel({ metadata, fileName }: SafetensorsSource) {
  const text = metadata[exportKey]
  if (text === undefined) return null
  try {
    return exportedModelSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new StudioError(
      'network/bad-weights',
      `${fileName} describes its model wrongly ('${exportKey}' in its header). Export it again.`,
      { cause },
    )
  }
}

function unknownWeights({ fileName, shapes }: SafetensorsSource): StudioError {
  const names = [...shapes.keys()].slice(0, 5).join(', ')
  return new StudioError(
    'network/bad-architecture',
    `${fileName} holds no VGG-16 or ResNet in torchvision's or timm's names; its tensors are ${names}, ... Save the ` +
      'model as a whole from Keras (.keras) instead, or rename its tensors.',
  )
}

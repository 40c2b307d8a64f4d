import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { packMask, unpackMask } from '../pruning/mask-bits'
import { badFile } from '../store/safetensors-header'
import { openSafetensors, type SafetensorsReader } from '../store/safetensors-reader'
import { type SafetensorsTensor, writeSafetensors } from '../store/safetensors-writer'
import { architectureSpecSchema, buildNetwork } from './architectures'
import type { Initialise } from './initialise'
import type { Network, Parameter } from './network'
import type { WeightMasks } from './optimizer'
import { captureValues } from './variable-values'

/** One thing that was done to make a model, with what is needed to do it again. */
export const lineageStepSchema = z.object({
  action: z.enum(['initialised', 'imported', 'trained', 'pruned', 'shrunk']),
  /** Compression rate after the step. */
  compressionRate: z.number().min(1),
  at: z.iso.datetime(),
  /** Options of the step: training options, criterion, source file. */
  details: z.record(z.string(), z.json()),
})
export type LineageStep = z.infer<typeof lineageStepSchema>

/** What a model file says about its model besides the weights. */
export const modelMetadataSchema = z.object({
  formatVersion: z.literal(1),
  architecture: architectureSpecSchema,
  /** In label order. */
  classes: z.array(z.string()).min(2),
  /** CPR: weights before pruning over non-zero weights after, in the pruned layers; 1 for an unpruned model. */
  compressionRate: z.number().min(1),
  seed: z.int(),
  /** How it was made, oldest step first. */
  lineage: z.array(lineageStepSchema),
  /** Of the data it was trained on; null for a model that was not trained here. */
  dataFingerprint: z.string().nullable(),
  /** Numbers measured on it, as `test.top1Fraction`. */
  metrics: z.record(z.string(), z.number()),
  /** Versions of the program and its engine that made it. */
  versions: z.record(z.string(), z.string()),
})
export type ModelMetadata = z.infer<typeof modelMetadataSchema>

/** A model as it is kept in one file. */
export interface StoredModel {
  readonly network: Network
  readonly metadata: ModelMetadata
  /** Empty for an unpruned model. */
  readonly masks: WeightMasks
}

/** The header's text that makes a safetensors file a model of this program. */
export const metadataKey = 'sweetspot.model'
const maskPrefix = 'mask/'

/**
 * Writes weights (float32, tfjs' layouts) under their parameters' names, masks as bits under `mask/<parameter>`, and
 * the metadata as JSON in the header: one `.safetensors` file, complete or not there at all.
 * @throws StudioError `file/not-writable`
 */
export async function saveModel(path: string, { network, metadata, masks }: StoredModel): Promise<void> {
  const stored = storedParameters(network)
  const values = await captureValues(stored)
  const tensors: SafetensorsTensor[] = stored.map(({ name, variable }) => ({
    name,
    shape: variable.shape,
    data: values.get(name)!,
  }))
  for (const [name, mask] of masks) {
    const bits = packMask(mask)
    tensors.push({ name: maskPrefix + name, shape: [bits.length], data: bits })
  }
  await writeSafetensors(path, tensors, {
    [metadataKey]: JSON.stringify(modelMetadataSchema.parse(metadata)),
  })
}

/**
 * Rebuilds the network of a model file, bit for bit as it was saved. The caller disposes of the network.
 * @throws StudioError `file/not-found`; `network/bad-weights` naming the tensor and both shapes;
 *   `network/bad-architecture`
 */
export async function loadModel(path: string): Promise<StoredModel> {
  const reader = await openSafetensors(path)
  try {
    const metadata = parseMetadata(reader)
    const values = await readWeights(reader)
    const { architecture, classes } = metadata
    const network = await buildNetwork(architecture, { classes, initialise: initialiseFrom(reader, values) })
    try {
      assertNothingElse(reader, network)
      return { network, metadata, masks: await readMasks(reader, network) }
    } catch (error) {
      network.dispose()
      throw error
    }
  } finally {
    await reader.close()
  }
}

/** Only the metadata of a model file, without reading its weights. Errors as `loadModel`. */
export async function readModelMetadata(path: string): Promise<ModelMetadata> {
  const reader = await openSafetensors(path)
  try {
    return parseMetadata(reader)
  } finally {
    await reader.close()
  }
}

function storedParameters({ parameters, buffers }: Network): readonly Parameter[] {
  return [...parameters, ...(buffers ?? [])]
}

function parseMetadata({ metadata, fileName }: SafetensorsReader): ModelMetadata {
  const text = metadata[metadataKey]
  if (text === undefined) {
    throw new StudioError(
      'network/bad-weights',
      `${fileName} holds weights, but does not say of which network: it was not saved by this program.`,
    )
  }
  try {
    return modelMetadataSchema.parse(JSON.parse(text))
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause)
    throw new StudioError('network/bad-weights', `${fileName} describes its model wrongly: ${reason}`, {
      cause,
    })
  }
}

async function readWeights(reader: SafetensorsReader): Promise<ReadonlyMap<string, Float32Array>> {
  const values = new Map<string, Float32Array>()
  for (const { name } of reader.entries) {
    if (!name.startsWith(maskPrefix)) values.set(name, await reader.readFloat32(name))
  }
  return values
}

function initialiseFrom(reader: SafetensorsReader, values: ReadonlyMap<string, Float32Array>): Initialise {
  return ({ name, shape }) => {
    const { shape: found } = reader.entry(name)
    if (found.join() === shape.join()) return values.get(name)!
    throw badFile(
      reader.fileName,
      `tensor '${name}' has the shape [${found.join(', ')}] instead of [${shape.join(', ')}]`,
    )
  }
}

function assertNothingElse(reader: SafetensorsReader, network: Network): void {
  const known = new Set(storedParameters(network).map(({ name }) => name))
  const foreign = reader.entries.find(({ name }) => !known.has(name) && !name.startsWith(maskPrefix))
  if (foreign) throw badFile(reader.fileName, `it has a tensor '${foreign.name}', which its network does not`)
}

async function readMasks(reader: SafetensorsReader, network: Network): Promise<WeightMasks> {
  const masks = new Map<string, Uint8Array>()
  for (const { name } of reader.entries) {
    if (!name.startsWith(maskPrefix)) continue
    const parameterName = name.slice(maskPrefix.length)
    const parameter = network.parameters.find((each) => each.name === parameterName)
    if (!parameter)
      throw badFile(reader.fileName, `its mask '${name}' is of weights that its network does not have`)
    const bits = await reader.readUint8(name)
    try {
      masks.set(parameterName, unpackMask(bits, parameter.variable.size))
    } catch {
      throw badFile(reader.fileName, `its mask '${name}' does not fit ${parameter.variable.size} weights`)
    }
  }
  return masks
}

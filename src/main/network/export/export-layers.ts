import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAll, writeAtomically } from '../../store/atomic-file'
import { makeFolder } from '../../store/make-folder'
import type { ArchitectureSpec } from '../architectures'
import type { KerasTopology } from '../keras-topology'
import type { StoredModel } from '../model-file'
import type { Parameter } from '../network'
import { resnetLayers } from '../resnet'
import { captureValues } from '../variable-values'
import { vggTopology } from './vgg-topology'

/** As tensorflowjs_converter does it, so that a browser can load and cache the files. */
const shardBytes = 4 * 1024 * 1024

const pixelsBefore = {
  unit: 'from 0 to 1',
  signed: 'from -1 to 1',
  imagenet: "from 0 to 1, less ImageNet's mean, over its deviation",
  caffe: "blue, green, red from 0 to 255, less ImageNet's mean",
  bytes: 'from 0 to 255',
} as const

/**
 * Writes a model as a tfjs LayersModel into a folder: `model.json`, shards of weights, and `metadata.json` with the
 * names of the classes and the scaling of pixels, which is not part of the model.
 * @returns what the model takes and gives, in words
 * @throws StudioError `file/not-writable`
 */
export async function exportLayers(folder: string, { network, metadata }: StoredModel): Promise<string> {
  const { architecture, classes } = metadata
  const parameters = [...network.parameters, ...(network.buffers ?? [])]
  const values = await captureValues(parameters)
  const views = parameters.map(({ name }) => bytesOf(values.get(name)!))
  const shards = splitIntoShards(views)
  const paths = shards.map((_, index) => `group1-shard${index + 1}of${shards.length}.bin`)
  makeFolder(folder)
  for (const [index, pieces] of shards.entries()) {
    await writeAtomically(join(folder, paths[index]!), async (handle) => {
      for (const piece of pieces) await writeAll(handle, piece)
    })
  }
  const weights = parameters.map((parameter) => ({
    name: kerasName(parameter),
    shape: parameter.variable.shape,
    dtype: 'float32',
  }))
  await writeJson(join(folder, 'model.json'), {
    format: 'layers-model',
    generatedBy: `sweetspot ${metadata.versions['sweetspot'] ?? ''}`,
    convertedBy: null,
    modelTopology: { model_config: topologyOf(architecture, classes.length) },
    weightsManifest: [{ paths, weights }],
  })
  const { inputScaling } = architecture
  await writeJson(join(folder, 'metadata.json'), { labels: classes, inputScaling, output: 'logits' })
  return (
    `Input [batch, ${network.inputSizePx}, ${network.inputSizePx}, 3], red, green, blue; before it goes in, scale it ` +
    `as "${inputScaling}" (${pixelsBefore[inputScaling]}). Output logits [batch, ${classes.length}], before the softmax.`
  )
}

function topologyOf(architecture: ArchitectureSpec, classCount: number): KerasTopology {
  switch (architecture.kind) {
    case 'vgg16':
      return vggTopology(architecture, classCount)
    case 'resnet':
      return resnetLayers(architecture, classCount).topology
    case 'layers-model':
      return architecture.topology
  }
}

const normRoles: Readonly<Record<string, string>> = {
  weight: 'gamma',
  bias: 'beta',
  running_mean: 'moving_mean',
  running_var: 'moving_variance',
}
const roles: Readonly<Record<string, string>> = { weight: 'kernel', bias: 'bias' }

/** `features.0.weight` as `features.0/kernel`; names of a Keras model stay. */
function kerasName({ name, kind }: Parameter): string {
  if (name.includes('/')) return name
  const at = name.lastIndexOf('.')
  const role = name.slice(at + 1)
  return `${name.slice(0, at)}/${(kind === 'norm' ? normRoles : roles)[role] ?? role}`
}

/** Shards of equal size, each as pieces of the tensors' own memory. */
function splitIntoShards(views: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const shards: Uint8Array[][] = [[]]
  let free = shardBytes
  for (const view of views) {
    for (let start = 0; start < view.length;) {
      if (free === 0) {
        shards.push([])
        free = shardBytes
      }
      const piece = view.subarray(start, start + free)
      shards.at(-1)!.push(piece)
      start += piece.length
      free -= piece.length
    }
  }
  return shards
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

function writeJson(path: string, value: unknown): Promise<void> {
  return writeFile(path, `${JSON.stringify(value)}\n`)
}

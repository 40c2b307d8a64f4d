import * as tf from '@tensorflow/tfjs-core'
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as ort from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { studioBackend } from '../../../../src/main/compute/studio-backend'
import {
  type ArchitectureSpec,
  architectureSpec,
  buildNetwork,
} from '../../../../src/main/network/architectures'
import { modelExports } from '../../../../src/main/network/export/export-model'
import { importNetwork } from '../../../../src/main/network/import/import-network'
import { heInitialiser } from '../../../../src/main/network/initialise'
import type { ModelMetadata, StoredModel } from '../../../../src/main/network/model-file'
import type { Network } from '../../../../src/main/network/network'
import { randomStream } from '../../../../src/main/network/random'
import { openSafetensors } from '../../../../src/main/store/safetensors-reader'
import { normalisedSpec } from '../../../support/normalised-network'

const classes = ['cat', 'dog', 'cow']
const sizePx = 64
/** Of logits of different engines, which add in different orders. */
const tolerance = 1e-4

let folder = ''
const file = (name: string): string => join(folder, name)
beforeAll(async () => {
  studioBackend()
  folder = await mkdtemp(join(tmpdir(), 'export-'))
})
afterAll(() => rm(folder, { recursive: true }))

const vgg = (id: string, changes: object = {}): ArchitectureSpec =>
  ({ ...architectureSpec(id, sizePx), ...changes }) as ArchitectureSpec

/** A model with weights that are nowhere zero, biases and averages included. */
async function modelOf(architecture: ArchitectureSpec): Promise<StoredModel> {
  const draw = heInitialiser(3)
  const network = await buildNetwork(architecture, {
    classes,
    initialise: (plan) => {
      const random = randomStream(4, plan.name)
      if (plan.shape.length > 1) return draw({ ...plan, rectified: true })
      return Float32Array.from({ length: plan.shape[0]! }, () => 0.5 + random.nextUniform())
    },
  })
  const metadata: ModelMetadata = {
    formatVersion: 1,
    architecture,
    classes,
    compressionRate: 1,
    seed: 0,
    lineage: [],
    dataFingerprint: null,
    metrics: {},
    versions: {},
  }
  return { network, metadata, masks: new Map() }
}

/** `[batch, height, width, 3]` in [0, 1], and its logits. */
function answer(network: Network, batch: number): { pixels: Float32Array; logits: Float32Array } {
  const random = randomStream(9, 'pixels', batch)
  const size = network.inputSizePx
  const pixels = Float32Array.from({ length: batch * size * size * 3 }, () => random.nextUniform())
  const logits = tf.tidy(() => {
    const images = tf.tensor4d(pixels, [batch, size, size, 3])
    return network.forward(images).dataSync<'float32'>().slice()
  })
  return { pixels, logits }
}

function valuesOf(network: Network): Map<string, Float32Array> {
  const all = [...network.parameters, ...(network.buffers ?? [])]
  return new Map(all.map(({ name, variable }) => [name, variable.dataSync<'float32'>().slice()]))
}

const largest = (values: Float32Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

function expectClose(found: Float32Array, expected: Float32Array): void {
  expect(found).toHaveLength(expected.length)
  const differences = found.map((value, index) => value - expected[index]!)
  expect(largest(differences) / largest(expected)).toBeLessThan(tolerance)
}

function channelsFirst(pixels: Float32Array, size: number): Float32Array {
  const plane = size * size
  return pixels.map((_, index) => {
    const image = Math.floor(index / (3 * plane))
    const [channel, place] = [Math.floor(index / plane) % 3, index % plane]
    return pixels[(image * plane + place) * 3 + channel]!
  })
}

const architectures: readonly (readonly [string, () => ArchitectureSpec])[] = [
  ['VGG-16 with three dense layers', () => vgg('vgg16-w16', { inputScaling: 'caffe' })],
  [
    'VGG-16 with batch normalisation',
    () => ({ ...vgg('vgg16-bn-gap-w8', { inputScaling: 'imagenet' }), inputSizePx: 32 }),
  ],
  ['a ResNet', () => architectureSpec('resnet18-w8', 32)],
  ['a Keras model', () => ({ ...normalisedSpec(), inputScaling: 'signed' })],
]

describe.each(architectures)('%s as ONNX', (name, spec) => {
  it('gives the same logits in ONNX Runtime, for any batch size', async () => {
    const model = await modelOf(spec())
    const path = file(`${name}.onnx`)
    await modelExports.onnx(path, model)
    const session = await ort.InferenceSession.create(path)
    const size = model.network.inputSizePx
    for (const batch of [1, 3]) {
      const { pixels, logits } = answer(model.network, batch)
      const images = new ort.Tensor('float32', channelsFirst(pixels, size), [batch, 3, size, size])
      const results = await session.run({ images })
      expect(results['logits']!.dims).toEqual([batch, classes.length])
      expectClose(results['logits']!.data as Float32Array, logits)
    }
    expect(session.inputMetadata).toMatchObject([
      { name: 'images', type: 'float32', shape: ['batch', 3, size, size] },
    ])
    expect(session.outputMetadata).toMatchObject([{ name: 'logits', shape: ['batch', 3] }])
    await session.release()
    model.network.dispose()
  })
})

describe('an ONNX file', () => {
  it('has the weights once, under their names, and tells classes and pixels', async () => {
    const model = await modelOf(vgg('vgg16-w16'))
    await modelExports.onnx(file('named.onnx'), model)
    const weights = model.network.parameters.reduce((sum, { variable }) => sum + variable.size, 0)
    const { size } = await stat(file('named.onnx'))
    expect(size).toBeGreaterThan(weights * 4)
    expect(size).toBeLessThan(weights * 4 + 20_000)
    const text = (await readFile(file('named.onnx'))).toString('latin1')
    for (const { name } of model.network.parameters) expect(text).toContain(name)
    expect(text).toContain('["cat","dog","cow"]')
    expect(text).toContain('red, green and blue in [0, 1]')
    model.network.dispose()
  })
})

describe('torchvision’s names', () => {
  it.each(['vgg16-w16', 'vgg16-gap-w16', 'vgg16-bn-gap-w8'])('%s comes back bit for bit', async (id) => {
    const model = await modelOf(vgg(id, { inputScaling: 'signed' }))
    const path = file(`${id}.safetensors`)
    await modelExports.torchvision(path, model)
    const { network, spec } = await importNetwork(path, { head: { kind: 'kept', classes: null } })
    expect(spec).toEqual(model.metadata.architecture)
    expect(network.classes).toEqual(classes)
    expect(valuesOf(network)).toEqual(valuesOf(model.network))
    network.dispose()
    model.network.dispose()
  })

  it('have PyTorch’s order, and zeros where weights are pruned', async () => {
    const model = await modelOf(vgg('vgg16-w16'))
    const kernel = model.network.parameters[0]!
    const values = Float32Array.from(kernel.variable.dataSync<'float32'>())
    values[0] = 0
    tf.tidy(() => kernel.variable.assign(tf.tensor(values, kernel.variable.shape)))
    await modelExports.torchvision(file('order.safetensors'), model)
    const reader = await openSafetensors(file('order.safetensors'))
    expect(reader.metadata).toMatchObject({ format: 'pt' })
    expect(reader.entry('features.0.weight').shape).toEqual([4, 3, 3, 3])
    const stored = await reader.readFloat32('features.0.weight')
    // [height, width, in, out] (0, 0, 0, 0) is [out, in, height, width] (0, 0, 0, 0); (1, 2, 0, 3) is (3, 0, 1, 2).
    expect(stored[0]).toBe(0)
    expect(stored[((3 * 3 + 0) * 3 + 1) * 3 + 2]).toBe(values[((1 * 3 + 2) * 3 + 0) * 4 + 3])
    await reader.close()
    model.network.dispose()
  })

  it('are refused for a network that torchvision does not have', async () => {
    const model = await modelOf(normalisedSpec())
    await expect(modelExports.torchvision(file('no.safetensors'), model)).rejects.toMatchObject({
      code: 'export/unsupported',
      message: 'torchvision has no test with these layers. Export the model as onnx or layers instead.',
    })
    model.network.dispose()
  })
})

/** Loads a tfjs model as a browser does, but from files. */
async function loadAsBrowser(path: string): Promise<LayersModel> {
  const { modelTopology, weightsManifest } = JSON.parse(await readFile(join(path, 'model.json'), 'utf8'))
  const [{ paths, weights }] = weightsManifest
  const shards = await Promise.all(paths.map((shard: string) => readFile(join(path, shard))))
  const bytes = Buffer.concat(shards)
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
  return loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs: weights, weightData }))
}

describe.each(architectures)('%s as a tfjs LayersModel', (name, spec) => {
  it('gives the same logits in tfjs, and comes back bit for bit', async () => {
    const model = await modelOf({ ...spec(), inputScaling: 'signed' })
    const path = file(`${name} layers`)
    await modelExports.layers(path, model)
    expect(await readdir(path)).toEqual(
      expect.arrayContaining(['group1-shard1of1.bin', 'metadata.json', 'model.json']),
    )
    const loaded = await loadAsBrowser(path)
    const { pixels, logits } = answer(model.network, 2)
    const size = model.network.inputSizePx
    const found = tf.tidy(() => {
      const scaled = tf.sub(tf.mul(tf.tensor4d(pixels, [2, size, size, 3]), 2), 1)
      return (loaded.predict(scaled) as tf.Tensor).dataSync<'float32'>().slice()
    })
    expectClose(found, logits)
    loaded.dispose()
    const imported = await importNetwork(path, { head: { kind: 'kept', classes: null } })
    expect(imported.spec.inputScaling).toBe('signed')
    expect(imported.network.classes).toEqual(classes)
    expect([...valuesOf(imported.network).values()]).toEqual([...valuesOf(model.network).values()])
    imported.network.dispose()
    model.network.dispose()
  })
})

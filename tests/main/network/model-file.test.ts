import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { architectureSpec, buildNetwork } from '../../../src/main/network/architectures'
import { heInitialiser } from '../../../src/main/network/initialise'
import {
  loadModel,
  type ModelMetadata,
  readModelMetadata,
  saveModel,
  type StoredModel,
} from '../../../src/main/network/model-file'
import { writeSafetensors } from '../../../src/main/store/safetensors-writer'

const metadata: ModelMetadata = {
  formatVersion: 1,
  architecture: architectureSpec('vgg16-w16', 32),
  classes: ['cat', 'dog'],
  compressionRate: 2,
  seed: 7,
  lineage: [
    { action: 'trained', compressionRate: 1, at: '2026-01-02T03:04:05.000Z', details: { epochs: 3 } },
  ],
  dataFingerprint: 'abc',
  metrics: { 'test.top1Fraction': 0.5 },
  versions: { sweetspot: '0.1.0' },
}

let folder = ''
let path = ''
let saved: { weights: Float32Array[]; mask: Uint8Array }
beforeAll(async () => {
  await tf.setBackend('cpu')
  folder = await mkdtemp(join(tmpdir(), 'model-file-'))
  path = join(folder, 'model.safetensors')
  const network = await buildNetwork(metadata.architecture, {
    classes: metadata.classes,
    initialise: heInitialiser(3),
  })
  const mask = Uint8Array.from({ length: network.parameters[0]!.variable.size }, (_, index) =>
    Number(index % 3 > 0),
  )
  await saveModel(path, { network, metadata, masks: new Map([['features.0.weight', mask]]) })
  saved = { weights: weightsOf({ network }), mask }
  network.dispose()
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

let tensorsBefore = 0
beforeEach(() => {
  tensorsBefore = tf.memory().numTensors
})
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore)
})

function weightsOf({ network }: Pick<StoredModel, 'network'>): Float32Array[] {
  return network.parameters.map(({ variable }) => variable.dataSync<'float32'>().slice())
}

/** A copy of the model with its header changed; lengths must stay. */
async function changed(from: string, to: string): Promise<string> {
  expect(to).toHaveLength(from.length)
  const copy = join(folder, 'changed.safetensors')
  const text = await readFile(path, 'latin1')
  expect(text).toContain(from)
  await writeFile(copy, text.replace(from, to), 'latin1')
  return copy
}

describe('a model file', () => {
  it('gives back weights, masks and metadata bit for bit', async () => {
    const model = await loadModel(path)
    expect(weightsOf(model)).toEqual(saved.weights)
    expect(model.metadata).toEqual(metadata)
    expect(model.masks).toEqual(new Map([['features.0.weight', saved.mask]]))
    model.network.dispose()
  })

  it('tells its metadata alone', async () => {
    expect(await readModelMetadata(path)).toEqual(metadata)
  })

  it('names a tensor with another shape, and both shapes', async () => {
    const file = await changed('"shape":[3,3,3,4]', '"shape":[4,3,3,3]')
    await expect(loadModel(file)).rejects.toThrow(
      "changed.safetensors cannot be used: tensor 'features.0.weight' has the shape [4, 3, 3, 3] instead of [3, 3, 3, 4]",
    )
  })

  it('names a missing tensor, and one that is too many', async () => {
    const file = await changed('"features.2.bias"', '"features.9.bias"')
    await expect(loadModel(file)).rejects.toThrow("it has no tensor 'features.2.bias'")
    const extra = join(folder, 'extra.safetensors')
    const { network } = await loadModel(path)
    const tensors = network.parameters.map(({ name, variable }) => ({
      name,
      shape: variable.shape,
      data: variable.dataSync<'float32'>(),
    }))
    network.dispose()
    tensors.push({ name: 'stray', shape: [1], data: Float32Array.of(1) })
    await writeSafetensors(extra, tensors, { 'sweetspot.model': JSON.stringify(metadata) })
    await expect(loadModel(extra)).rejects.toThrow("it has a tensor 'stray', which its network does not")
  })

  it('names a mask of other weights', async () => {
    const file = await changed('"mask/features.0.weight"', '"mask/features.1.weight"')
    await expect(loadModel(file)).rejects.toThrow("mask 'mask/features.1.weight' is of weights")
  })

  it('says what of the description is wrong', async () => {
    await expect(
      loadModel(await changed('\\"compressionRate\\":2', '\\"compressionRate\\":0')),
    ).rejects.toMatchObject({
      code: 'network/bad-weights',
      message: expect.stringContaining('compressionRate'),
    })
  })

  it('names a mask that does not fit its weights', async () => {
    // 108 weights are 14 bytes with 4 bits to spare; the mask's bytes are the file's last.
    const bytes = await readFile(path)
    bytes[bytes.length - 1] = 0xff
    const file = join(folder, 'changed.safetensors')
    await writeFile(file, bytes)
    await expect(loadModel(file)).rejects.toThrow(
      "changed.safetensors cannot be used: its mask 'mask/features.0.weight' does not fit 108 weights",
    )
  })

  it('refuses weights of another program', async () => {
    const foreign = join(folder, 'foreign.safetensors')
    await writeSafetensors(foreign, [{ name: 'w', shape: [1], data: Float32Array.of(1) }])
    await expect(loadModel(foreign)).rejects.toThrow(/does not say of which network/)
  })

  it('refuses a file that was cut off anywhere', async () => {
    const cut = join(folder, 'cut.safetensors')
    const { length } = await readFile(path)
    for (const share of [0, 0.01, 0.3, 0.9, 0.999]) {
      await copyFile(path, cut)
      await truncate(cut, Math.floor(length * share))
      await expect(loadModel(cut)).rejects.toMatchObject({ code: 'network/bad-weights' })
    }
  })
})

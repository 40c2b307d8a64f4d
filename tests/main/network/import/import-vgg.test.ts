import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { importNetwork } from '../../../../src/main/network/import/import-network'
import type { ImportedNetwork, ImportOptions } from '../../../../src/main/network/import/import-options'
import { writeSafetensors } from '../../../../src/main/store/safetensors-writer'
import {
  type ForeignWeights,
  kerasVgg,
  timmVgg,
  tinySizePx,
  tinyWidths,
  torchvisionVgg,
  writeWeights,
} from '../../../support/vgg-weights'

let folder = ''
let tensorsBefore = 0
const kept: ImportOptions = { head: { kind: 'kept', classes: null } }
const forClasses = (...classes: string[]): ImportOptions => ({ head: { kind: 'new', classes, seed: 7 } })
const file = (name: string): string => join(folder, name)

beforeAll(async () => {
  await tf.setBackend('cpu')
  folder = await mkdtemp(join(tmpdir(), 'import-vgg-'))
  await writeWeights(file('torchvision.safetensors'), torchvisionVgg())
  tensorsBefore = tf.memory().numTensors
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore)
})

/** Weights by name; the network is disposed of. */
function valuesOf({ network }: ImportedNetwork): Map<string, Float32Array> {
  const values = network.parameters.map(
    ({ name, variable }) => [name, variable.dataSync<'float32'>().slice()] as const,
  )
  network.dispose()
  return new Map(values)
}

const inOurOrder = (tensors: ReadonlyMap<string, ForeignWeights>): Map<string, Float32Array> =>
  new Map([...kerasVgg(tensors)].map(([name, { data }]) => [name, data]))

async function changed(
  name: string,
  change: (tensors: Map<string, ForeignWeights>) => void,
): Promise<string> {
  const tensors = torchvisionVgg()
  change(tensors)
  await writeWeights(file(name), tensors)
  return file(name)
}

describe('VGG-16 from safetensors', () => {
  it('in torchvision’s names: kernels and the flattened dense layer are put into our order', async () => {
    const imported = await importNetwork(file('torchvision.safetensors'), kept)
    expect(imported).toMatchObject({
      format: 'torchvision',
      drawnLayers: [],
      spec: {
        head: 'dense',
        convWidths: tinyWidths,
        denseWidths: [8, 7],
        inputSizePx: tinySizePx,
        inputScaling: 'imagenet',
      },
    })
    expect(imported.network.classes).toEqual(['class 0', 'class 1', 'class 2', 'class 3'])
    expect(valuesOf(imported)).toEqual(inOurOrder(torchvisionVgg()))
  })

  it('in timm’s names gives the same network', async () => {
    await writeWeights(file('timm.safetensors'), timmVgg(torchvisionVgg()))
    const imported = await importNetwork(file('timm.safetensors'), kept)
    expect(imported).toMatchObject({ format: 'timm', spec: { inputScaling: 'imagenet' } })
    expect(valuesOf(imported)).toEqual(inOurOrder(torchvisionVgg()))
  })

  it('gets a new head for other classes; the rest stays, and the seed decides', async () => {
    const path = file('torchvision.safetensors')
    const imported = await importNetwork(path, forClasses('cat', 'dog'))
    expect(imported.drawnLayers).toEqual(['classifier.6'])
    expect(imported.network.classes).toEqual(['cat', 'dog'])
    const values = valuesOf(imported)
    const source = inOurOrder(torchvisionVgg())
    expect(values.get('classifier.3.weight')).toEqual(source.get('classifier.3.weight'))
    expect(values.get('classifier.6.weight')).toHaveLength(7 * 2)
    expect(valuesOf(await importNetwork(path, forClasses('cat', 'dog')))).toEqual(values)
  })

  it('keeps its head under names that are given', async () => {
    const head = { kind: 'kept', classes: ['a', 'b', 'c', 'd'] } as const
    const imported = await importNetwork(file('torchvision.safetensors'), { head })
    expect(imported.network.classes).toEqual(['a', 'b', 'c', 'd'])
    imported.network.dispose()
    const fewer = { head: { kind: 'kept', classes: ['a', 'b'] } } as const
    await expect(importNetwork(file('torchvision.safetensors'), fewer)).rejects.toThrow(
      'The model has 4 outputs, but 2 class names were given',
    )
  })

  it('without its dense layers asks for the head that it shall get', async () => {
    const path = await changed('features.safetensors', (tensors) => {
      for (const name of [...tensors.keys()]) if (name.startsWith('classifier')) tensors.delete(name)
    })
    await expect(importNetwork(path, forClasses('a', 'b'))).rejects.toThrow(
      'features.safetensors holds a VGG-16 without its dense layers. Say which head it shall get: the architecture vgg16-gap',
    )
  })
})

describe('a file that does not fit', () => {
  it('says which tensor is missing', async () => {
    const path = await changed('missing.safetensors', (tensors) => tensors.delete('features.5.bias'))
    await expect(importNetwork(path, kept)).rejects.toMatchObject({
      code: 'network/bad-weights',
      message: expect.stringContaining("tensor 'features.5.bias' of shape [3] is missing"),
    })
  })

  it('says which tensor has which shape instead of which', async () => {
    const path = file('torchvision.safetensors')
    await expect(
      importNetwork(path, { ...kept, architecture: 'vgg16-w16', inputSizePx: 64 }),
    ).rejects.toThrow(
      "tensor 'features.0.weight' has the shape [2, 3, 3, 3] instead of [4, 3, 3, 3] (and 30 more like this)",
    )
  })

  it('says which tensor is too many', async () => {
    const path = await changed('extra.safetensors', (tensors) =>
      tensors.set('classifier.7.bias', { shape: [1], data: Float32Array.of(1) }),
    )
    await expect(importNetwork(path, kept)).rejects.toThrow(
      "it has a tensor 'classifier.7.bias' of shape [1], which vgg16 does not",
    )
  })

  it('is told to be a VGG of another depth', async () => {
    const path = await changed('vgg19.safetensors', (tensors) =>
      tensors.set('features.34.weight', { shape: [1, 1, 3, 3], data: new Float32Array(9) }),
    )
    await expect(importNetwork(path, kept)).rejects.toThrow(
      'vgg19.safetensors has 14 convolutions; VGG-16 has 13',
    )
  })

  it('is told to be a model of this program already', async () => {
    const tensors = [...torchvisionVgg()].map(([name, tensor]) => ({ name, ...tensor }))
    await writeSafetensors(file('own.safetensors'), tensors, { 'sweetspot.model': '{}' })
    await expect(importNetwork(file('own.safetensors'), kept)).rejects.toThrow(
      'own.safetensors is a model of this program already',
    )
  })

  it('is told to be of no known network, or no known kind', async () => {
    await writeWeights(file('other.safetensors'), new Map([['x', { shape: [1], data: Float32Array.of(1) }]]))
    await expect(importNetwork(file('other.safetensors'), kept)).rejects.toThrow('its tensors are x, ...')
    await writeWeights(file('weights.pth'), new Map([['x', { shape: [1], data: Float32Array.of(1) }]]))
    await expect(importNetwork(file('weights.pth'), kept)).rejects.toThrow('of no kind that can be imported')
    await expect(importNetwork(file('none.h5'), kept)).rejects.toMatchObject({ code: 'file/not-found' })
  })
})

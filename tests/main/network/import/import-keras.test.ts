import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { importNetwork } from '../../../../src/main/network/import/import-network'
import type { ImportOptions } from '../../../../src/main/network/import/import-options'
import type { Network } from '../../../../src/main/network/network'
import { type NamedWeights, writeKeras2, writeKeras3Weights } from '../../../support/keras-files'
import { makeZip } from '../../dataset/archive/make-archive'
import { normalisedNetwork, normalisedSpec } from '../../../support/normalised-network'
import { type ForeignWeights, kerasVgg, tinyWidths, torchvisionVgg } from '../../../support/vgg-weights'

let folder = ''
let tensorsBefore = 0
const kept: ImportOptions = { head: { kind: 'kept', classes: null } }
const file = (name: string): string => join(folder, name)

beforeAll(async () => {
  await tf.setBackend('cpu')
  folder = await mkdtemp(join(tmpdir(), 'import-keras-'))
  for (const name of ['keras3-model.h5', 'keras3-model.keras']) {
    const fixture = new URL(`../../../fixtures/${name}.gz`, import.meta.url)
    await writeFile(file(name), gunzipSync(await readFile(fixture)))
  }
  tensorsBefore = tf.memory().numTensors
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore)
})

/** A network's weights by name, averages included; the network is disposed of. */
function valuesOf(network: Network): Map<string, Float32Array> {
  const all = [...network.parameters, ...(network.buffers ?? [])]
  const values = all.map(({ name, variable }) => [name, variable.dataSync<'float32'>().slice()] as const)
  network.dispose()
  return new Map(values)
}

describe('a whole Keras model', () => {
  it.each(['keras3-model.h5', 'keras3-model.keras'])(
    'made by Keras 3 answers as Keras does: %s',
    async (name) => {
      const { network, spec, format } = await importNetwork(file(name), kept)
      expect(format).toBe('keras')
      expect(spec).toMatchObject({ kind: 'layers-model', inputSizePx: 8, inputScaling: 'signed' })
      expect(network.layerNames).toEqual(['stem', 'norm', 'relu', 'joined'])
      const probabilities = tf.tidy(() => {
        const ramp = tf.reshape(tf.linspace(0, 1, 192), [1, 8, 8, 3]) as tf.Tensor4D
        return tf.softmax(network.forward(ramp)).dataSync()
      })
      // What keras3-model.py printed.
      const expected = [0.13059312, 0.66338533, 0.20602152]
      probabilities.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 5))
      network.dispose()
    },
  )

  it('gets a new head', async () => {
    const head = { kind: 'new', classes: ['a', 'b'], seed: 1 } as const
    const { network, drawnLayers } = await importNetwork(file('keras3-model.h5'), { head })
    expect(drawnLayers).toEqual(['head'])
    expect(network.parameters.at(-1)).toMatchObject({ name: 'head/bias', kind: 'dense-bias' })
    network.dispose()
  })

  it('made by Keras 2 gives its weights back, and leaves the optimiser’s alone', async () => {
    const source = await normalisedNetwork(5)
    const layers = Map.groupBy([...source.parameters, ...source.buffers!], ({ name }) => name.split('/')[0]!)
    const weights = new Map(
      [...layers].map(([layer, members]) => [
        layer,
        members.map(({ name, variable }) => {
          const data = variable.dataSync<'float32'>().slice()
          return [`${name}:0`, { shape: variable.shape, data }] as const
        }),
      ]),
    )
    const expected = valuesOf(source)
    await writeKeras2(file('keras2.h5'), weights, JSON.stringify(normalisedSpec().topology))
    const { network } = await importNetwork(file('keras2.h5'), { ...kept, inputScaling: 'unit' })
    expect(valuesOf(network)).toEqual(expected)
  })

  it('of an unknown kind must be told how it scales its pixels', async () => {
    await writeKeras2(file('own.h5'), new Map(), JSON.stringify(normalisedSpec().topology))
    await expect(importNetwork(file('own.h5'), kept)).rejects.toThrow(
      'own does not tell how it scales its pixels. Say it (--input-scaling): unit, signed, imagenet, caffe, bytes',
    )
    await expect(importNetwork(file('own.h5'), { ...kept, architecture: 'vgg16' })).rejects.toThrow(
      'own describes its own architecture, so none can be chosen',
    )
    await expect(importNetwork(file('own.h5'), { ...kept, inputScaling: 'unit' })).rejects.toThrow(
      "tensor 'conv/kernel' of shape [3, 3, 3, 4] is missing",
    )
  })
})

describe('VGG-16’s weights in Keras’ files', () => {
  const positions = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28]
  const blocks = ['1_1', '1_2', '2_1', '2_2', '3_1', '3_2', '3_3', '4_1', '4_2', '4_3', '5_1', '5_2', '5_3']
  const published = [
    ...blocks.map((block) => `block${block.replace('_', '_conv')}`),
    ...['fc1', 'fc2', 'predictions'],
  ]
  const byClass = (kind: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => (index === 0 ? kind : `${kind}_${index}`))

  function layersOf(tensors: ReadonlyMap<string, ForeignWeights>): (readonly ForeignWeights[])[] {
    const places = [
      ...positions.map((position) => `features.${position}`),
      'classifier.0',
      'classifier.3',
      'classifier.6',
    ]
    return places.flatMap((place) => {
      const [kernel, bias] = [tensors.get(`${place}.weight`), tensors.get(`${place}.bias`)]
      return kernel && bias ? [[kernel, bias]] : []
    })
  }

  function writePublished(path: string, tensors: ReadonlyMap<string, ForeignWeights>): Promise<void> {
    // Layers without weights are listed too.
    const layers = new Map<string, NamedWeights>([['input_1', []]])
    layersOf(tensors).forEach(([kernel, bias], index) => {
      const name = published[index]!
      layers.set(name, [
        [`${name}_W_1:0`, kernel!],
        [`${name}_b_1:0`, bias!],
      ])
    })
    return writeKeras2(path, layers)
  }

  const values = (tensors: ReadonlyMap<string, ForeignWeights>): Map<string, Float32Array> =>
    new Map([...tensors].map(([name, { data }]) => [name, data]))

  it('with top: as published, blue-green-red pixels included', async () => {
    const tensors = kerasVgg(torchvisionVgg())
    await writePublished(file('vgg16_kernels.h5'), tensors)
    const { network, spec } = await importNetwork(file('vgg16_kernels.h5'), kept)
    expect(spec).toMatchObject({
      kind: 'vgg16',
      head: 'dense',
      convWidths: tinyWidths,
      inputScaling: 'caffe',
    })
    expect(valuesOf(network)).toEqual(values(tensors))
  })

  it('without top: with global average pooling and a new head', async () => {
    const widths = [4, 4, 8, 8, 16, 16, 16, 32, 32, 32, 32, 32, 32]
    const tensors = kerasVgg(torchvisionVgg({ widths }))
    for (const name of [...tensors.keys()]) if (name.startsWith('classifier')) tensors.delete(name)
    await writePublished(file('notop.h5'), tensors)
    const head = { kind: 'new', classes: ['a', 'b'], seed: 1 } as const
    const imported = await importNetwork(file('notop.h5'), { head, architecture: 'vgg16-gap-w16' })
    expect(imported.drawnLayers).toEqual(['classifier'])
    const found = valuesOf(imported.network)
    for (const [name, expected] of values(tensors)) expect(found.get(name)).toEqual(expected)
    expect(found.get('classifier.weight')).toHaveLength(64)
    await expect(importNetwork(file('notop.h5'), { ...kept, architecture: 'vgg16-gap-w16' })).rejects.toThrow(
      'notop.h5 has no weights for the head of vgg16-gap-w16, so it must be a new one',
    )
  })

  it('by Keras 3, whose groups are called by class', async () => {
    const tensors = kerasVgg(torchvisionVgg())
    const groups = [...byClass('conv2d', 13), ...byClass('dense', 3)]
    const weights = layersOf(tensors).map((layer, index) => [groups[index]!, layer] as const)
    await writeKeras3Weights(file('vgg.weights.h5'), new Map(weights))
    const { network } = await importNetwork(file('vgg.weights.h5'), kept)
    expect(valuesOf(network)).toEqual(values(tensors))
  })

  it('say which tensor is missing', async () => {
    const tensors = kerasVgg(torchvisionVgg())
    const layers = layersOf(tensors).map(([kernel, bias], index) => {
      const name = published[index]!
      const weights = [[`${name}_W_1:0`, kernel!] as const, [`${name}_b_1:0`, bias!] as const]
      return [name, index === 4 ? weights.slice(0, 1) : weights] as const
    })
    await writeKeras2(file('short.h5'), new Map(layers))
    await expect(importNetwork(file('short.h5'), kept)).rejects.toThrow(
      "tensor 'block3_conv1/bias' of shape [4] is missing",
    )
  })
})

describe('a .keras file', () => {
  const config = JSON.stringify(normalisedSpec().topology)

  it('of an early Keras 3, which calls layers by their classes, gives its weights back', async () => {
    const source = await normalisedNetwork(6)
    const groups = { conv: 'conv2d', bn: 'batch_normalization', out: 'dense' }
    const layers = Object.entries(groups).map(([layer, group]) => {
      const members = [...source.parameters, ...source.buffers!].filter(({ name }) =>
        name.startsWith(`${layer}/`),
      )
      const weights = members.map(({ variable }) => ({
        shape: variable.shape,
        data: variable.dataSync<'float32'>().slice(),
      }))
      return [group, weights] as const
    })
    const expected = valuesOf(source)
    await writeKeras3Weights(file('early.weights.h5'), new Map(layers))
    const contents = await readFile(file('early.weights.h5'))
    const zip = makeZip([
      { name: 'metadata.json', contents: '{}' },
      { name: 'config.json', contents: config },
      { name: 'model.weights.h5', contents },
    ])
    await writeFile(file('early.keras'), zip)
    const { network } = await importNetwork(file('early.keras'), { ...kept, inputScaling: 'unit' })
    expect(valuesOf(network)).toEqual(expected)
  })

  it('that is none is said to be so', async () => {
    await writeFile(file('half.keras'), makeZip([{ name: 'config.json', contents: config }]))
    await expect(importNetwork(file('half.keras'), kept)).rejects.toThrow(
      'half.keras is no Keras model: it lacks model.weights.h5',
    )
    await writeFile(file('text.keras'), 'no zip')
    await expect(importNetwork(file('text.keras'), kept)).rejects.toMatchObject({
      code: 'network/bad-weights',
      message: expect.stringMatching(/^text\.keras cannot be unpacked/),
    })
  })
})

describe('other HDF5 files', () => {
  it('of weights alone need their model', async () => {
    const weights = { shape: [2, 2], data: new Float32Array(4) }
    await writeKeras3Weights(file('mlp.weights.h5'), new Map([['dense', [weights]]]))
    await expect(importNetwork(file('mlp.weights.h5'), kept)).rejects.toThrow(
      /holds weights without the model that they belong to \(layers dense, \.\.\.\).*Save the whole model/,
    )
  })

  it('that are none are said to be damaged', async () => {
    await writeFile(file('text.h5'), 'no HDF5 at all')
    await expect(importNetwork(file('text.h5'), kept)).rejects.toMatchObject({
      code: 'network/bad-weights',
      message: 'text.h5 cannot be read: it is damaged or not an HDF5 file. Copy or save it again.',
    })
  })
})

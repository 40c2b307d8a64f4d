import * as tf from '@tensorflow/tfjs-core'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { studioBackend } from '../../../src/main/compute/studio-backend'
import {
  type ArchitectureSpec,
  architectureSpec,
  buildNetwork,
} from '../../../src/main/network/architectures'
import { channelGroups } from '../../../src/main/network/channel-groups'
import { modelExports } from '../../../src/main/network/export/export-model'
import { importNetwork } from '../../../src/main/network/import/import-network'
import { heInitialiser, type Initialise } from '../../../src/main/network/initialise'
import type { ModelMetadata } from '../../../src/main/network/model-file'
import type { Network } from '../../../src/main/network/network'
import { openSafetensors } from '../../../src/main/store/safetensors-reader'
import { resnetLayers } from '../../../src/main/network/resnet'
import { writeWeights } from '../../support/vgg-weights'

const zeros: Initialise = ({ shape }) => new Float32Array(tf.util.sizeFromShape([...shape]))
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `class ${index}`)
const build = (id: string, sizePx: number, classes: string[], initialise = zeros): Promise<Network> =>
  buildNetwork(architectureSpec(id, sizePx), { classes, initialise })

let folder = ''
const file = (name: string): string => join(folder, name)
beforeAll(async () => {
  studioBackend()
  folder = await mkdtemp(join(tmpdir(), 'resnet-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('ResNet', () => {
  // As torchvision counts them (models.resnet18() and so on, 1,000 classes).
  it.each([
    ['resnet18', 11_689_512],
    ['resnet34', 21_797_672],
    ['resnet50', 25_557_032],
  ])('%s has %i parameters', async (id, count) => {
    const network = await build(id, 64, names(1000))
    expect(network.parameters.reduce((sum, { variable }) => sum + variable.size, 0)).toBe(count)
    network.dispose()
  })

  it('at 224 px ends in 7×7 positions, which maps explain; blocks are the layers to explain', async () => {
    const network = await build('resnet18-w8', 224, names(3))
    expect(network.defaultTargetLayer).toBe('layer4.1.relu')
    expect(network.layerNames.filter((name) => /^layer.*relu$/.test(name))).toEqual(
      [1, 2, 3, 4].flatMap((stage) => [`layer${stage}.0.relu`, `layer${stage}.1.relu`]),
    )
    tf.tidy(() => {
      const images = tf.ones<tf.Rank.R4>([1, 224, 224, 3])
      expect(network.forwardTo('layer4.1.relu', images).shape).toEqual([1, 7, 7, 64])
    })
    network.dispose()
  })

  it('adds the shortcut to each block', async () => {
    // With all convolutions zero but the first, what the stem gives goes through the first stage unchanged.
    const draw = heInitialiser(1)
    const network = await build('resnet18-w8', 32, names(2), (plan) =>
      plan.name === 'conv1/kernel' || /(gamma|moving_variance)$/.test(plan.name) ? draw(plan) : zeros(plan),
    )
    tf.tidy(() => {
      const images = tf.randomUniform<tf.Rank.R4>([1, 32, 32, 3], 0, 1, 'float32', 3)
      const stem = network.forwardTo('maxpool', images).dataSync()
      expect([...network.forwardTo('layer1.1.relu', images).dataSync()]).toEqual([...stem])
      expect(Math.max(...stem)).toBeGreaterThan(0)
    })
    network.dispose()
  })

  it('pads its strided convolutions on both sides, as PyTorch does', async () => {
    // The 7×7 window of the first output begins three pixels outside: with weights of 1 it sees 4×4 pixels, 3 channels.
    const network = await build('resnet18-w8', 32, names(2), (plan) =>
      plan.name === 'conv1/kernel' ? zeros(plan).fill(1) : zeros(plan),
    )
    tf.tidy(() => {
      const first = network.forwardTo('conv1', tf.ones([1, 32, 32, 3])).dataSync()[0]
      expect(first).toBe(4 * 4 * 3)
    })
    network.dispose()
  })

  it('can lose the inner channels of its blocks; those that branches share stay', async () => {
    const network = await build('resnet18-w8', 32, names(2))
    const groups = channelGroups(architectureSpec('resnet18-w8', 32), network)
    expect(groups.map(({ producer }) => producer.parameter)).toEqual(
      [1, 2, 3, 4].flatMap((stage) => [0, 1].map((block) => `layer${stage}.${block}.conv1/kernel`)),
    )
    expect(groups[0]!.consumers.map(({ parameter }) => parameter)).toEqual(['layer1.0.conv2/kernel'])
    network.dispose()
  })
})

describe('ResNet in torchvision’s names', () => {
  const metadataOf = (architecture: ArchitectureSpec, classes: string[]): ModelMetadata => ({
    formatVersion: 1,
    architecture,
    classes,
    compressionRate: 1,
    seed: 0,
    lineage: [],
    dataFingerprint: null,
    metrics: {},
    versions: {},
  })

  function valuesOf(network: Network): Map<string, Float32Array> {
    const all = [...network.parameters, ...network.buffers!]
    return new Map(all.map(({ name, variable }) => [name, variable.dataSync<'float32'>().slice()]))
  }

  it('comes back bit for bit, and gets a new head', async () => {
    const architecture = {
      ...architectureSpec('resnet18-w8', 64),
      inputScaling: 'imagenet',
    } as ArchitectureSpec
    const classes = ['a', 'b', 'c']
    const network = await buildNetwork(architecture, { classes, initialise: heInitialiser(2) })
    const path = file('resnet.safetensors')
    await modelExports.torchvision(path, {
      network,
      metadata: metadataOf(architecture, classes),
      masks: new Map(),
    })
    const expected = valuesOf(network)
    network.dispose()
    const kept = await importNetwork(path, { head: { kind: 'kept', classes: null } })
    expect(kept).toMatchObject({ spec: architecture, drawnLayers: [] })
    expect(valuesOf(kept.network)).toEqual(expected)
    kept.network.dispose()
    const changed = await importNetwork(path, { head: { kind: 'new', classes: ['x', 'y'], seed: 1 } })
    expect(changed.drawnLayers).toEqual(['fc'])
    expect(valuesOf(changed.network).get('fc/kernel')).toHaveLength(64 * 2)
    changed.network.dispose()
  })

  it('is recognised by its tensors alone, and a wrong one is told which', async () => {
    const reader = await openSafetensors(file('resnet.safetensors'))
    const tensors = new Map<string, { shape: readonly number[]; data: Float32Array }>()
    for (const { name, shape } of reader.entries) {
      tensors.set(name, { shape, data: await reader.readFloat32(name) })
    }
    await reader.close()
    // PyTorch saves how often it has averaged.
    tensors.set('bn1.num_batches_tracked', { shape: [], data: Float32Array.of(7) })
    await writeWeights(file('plain.safetensors'), tensors)
    const options = { head: { kind: 'kept', classes: null } } as const
    const { spec, network } = await importNetwork(file('plain.safetensors'), options)
    expect(spec).toMatchObject({
      kind: 'resnet',
      name: 'resnet18-w8',
      inputSizePx: 224,
      inputScaling: 'imagenet',
    })
    network.dispose()
    tensors.delete('layer3.0.downsample.0.weight')
    await writeWeights(file('wrong.safetensors'), tensors)
    await expect(importNetwork(file('wrong.safetensors'), options)).rejects.toThrow(
      "tensor 'layer3.0.downsample.0.weight' of shape [32, 16, 1, 1] is missing",
    )
  })
})

it('describes itself in words that Keras models use', () => {
  const spec = architectureSpec('resnet18-w8', 64)
  if (spec.kind !== 'resnet') throw new Error('no ResNet')
  const { topology } = resnetLayers(spec, 5)
  const kinds = new Set(topology.config.layers.map(({ class_name: kind }) => kind))
  expect([...kinds].sort()).toEqual([
    'Activation',
    'Add',
    'BatchNormalization',
    'Conv2D',
    'Dense',
    'GlobalAveragePooling2D',
    'InputLayer',
    'MaxPooling2D',
    'ZeroPadding2D',
  ])
})

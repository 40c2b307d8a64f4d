import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importNetwork } from '../../../../src/main/network/import/import-network'
import { loadModel, saveModel } from '../../../../src/main/network/model-file'
import { sharedData } from '../../../support/shared-data'

const name = 'mobilenet-v1-0.75-224'
const source = sharedData(`pretrained/${name}`)
const options = { head: { kind: 'kept', classes: null } } as const

describe.skipIf(source === null)(
  `${name} (skipped where the pretrained model is not beside the repository)`,
  () => {
    let scratch = ''
    let tensorsBefore = 0
    beforeAll(async () => {
      await tf.setBackend('cpu')
      scratch = await mkdtemp(join(tmpdir(), 'mobilenet-'))
    })
    afterAll(async () => {
      await rm(scratch, { recursive: true })
    })
    beforeEach(() => {
      tensorsBefore = tf.memory().numTensors
    })
    afterEach(() => {
      expect(tf.memory().numTensors).toBe(tensorsBefore)
    })

    async function copyOfModel(): Promise<string> {
      const folder = join(scratch, name)
      await rm(folder, { recursive: true, force: true })
      await cp(source!, folder, { recursive: true })
      return folder
    }

    it('is described by its layers, parameters and labels', async () => {
      const { network, spec } = await importNetwork(source!, options)
      expect(spec).toMatchObject({ name, inputScaling: 'signed' })
      expect(network.inputSizePx).toBe(224)
      expect(network.classes).toHaveLength(1000)
      expect(network.classes[0]).toBe('tench, Tinca tinca')
      const count = [...network.parameters, ...network.buffers!].reduce(
        (sum, { variable }) => sum + variable.size,
        0,
      )
      expect(count).toBe(2_601_976)
      expect(network.defaultTargetLayer).toBe('conv_pw_13_relu')
      expect(network.layerNames).toHaveLength(81)
      expect(network.dropoutShapes(2)).toEqual({ dropout: [2, 1, 1, 768] })
      expect(network.dropoutRates).toEqual({ dropout: 0.001 })
      const kinds = new Map(network.parameters.map((parameter) => [parameter.name, parameter.kind]))
      expect(kinds.get('conv1/kernel')).toBe('conv-kernel')
      expect(kinds.get('conv_dw_1/depthwise_kernel')).toBe('depthwise-kernel')
      expect(kinds.get('conv1_bn/gamma')).toBe('norm')
      expect(kinds.get('conv1_bn/moving_mean')).toBeUndefined()
      network.dispose()
    })

    it('fits another size and other classes, splits at any layer, and survives its file', async () => {
      const classes = ['cat', 'dog', 'cow']
      const { network, spec } = await importNetwork(source!, {
        inputSizePx: 64,
        head: { kind: 'new', classes, seed: 1 },
      })
      const images = tf.randomUniform<tf.Rank.R4>([1, 64, 64, 3], 0, 1, 'float32', 1)
      const logits = tf.tidy(() => network.forward(images).dataSync())
      expect(logits).toHaveLength(3)
      for (const layer of ['conv1', 'conv_dw_9_bn', network.defaultTargetLayer]) {
        const split = tf.tidy(() => network.forwardFrom(layer, network.forwardTo(layer, images)).dataSync())
        expect(split).toEqual(logits)
      }
      const path = join(scratch, 'model.safetensors')
      await saveModel(path, {
        network,
        masks: new Map(),
        metadata: {
          formatVersion: 1,
          architecture: spec,
          classes,
          compressionRate: 1,
          seed: 1,
          lineage: [],
          dataFingerprint: null,
          metrics: {},
          versions: {},
        },
      })
      network.dispose()
      const loaded = await loadModel(path)
      expect(tf.tidy(() => loaded.network.forward(images).dataSync())).toEqual(logits)
      loaded.network.dispose()
      images.dispose()
    })

    it('says which tensor a missing file leaves without values', async () => {
      const folder = await copyOfModel()
      await rm(join(folder, 'group3-shard1of1'))
      await expect(importNetwork(folder, options)).rejects.toMatchObject({
        code: 'network/bad-weights',
        message: expect.stringMatching(
          /^The weight file group3-shard1of1 with 'conv_dw_1\/depthwise_kernel' cannot be read/,
        ),
      })
    })

    it('says in which tensor a short file ends', async () => {
      const folder = await copyOfModel()
      await truncate(join(folder, 'group1-shard1of1'), 100)
      await expect(importNetwork(folder, options)).rejects.toThrow(
        "group1-shard1of1 ends in tensor 'conv1/kernel', whose shape [3, 3, 3, 24] needs 2592 bytes and has 100",
      )
    })

    it('says which tensor has another shape, and which', async () => {
      const folder = await copyOfModel()
      const file = join(folder, 'model.json')
      await writeFile(
        file,
        (await readFile(file, 'utf8'))
          .replace('"shape":[3,3,3,24]', '"shape":[9,3,24]')
          .replace('"shape": [3, 3, 3, 24]', '"shape": [9, 3, 24]'),
      )
      await expect(importNetwork(folder, options)).rejects.toThrow(
        "tensor 'conv1/kernel' has the shape [9, 3, 24] instead of [3, 3, 3, 24]",
      )
    })
  },
)

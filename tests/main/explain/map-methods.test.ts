import * as tf from '@tensorflow/tfjs-core'
import { afterEach, describe, expect, test } from 'vitest'
import { compile } from '../../../src/main/compute/compile'
import type { ComputeDevice } from '../../../src/main/compute/program'
import { mapMethodKinds } from '../../../src/shared/maps'
import { mapMethods } from '../../../src/main/explain/map-methods'
import { eagerDevice } from '../../support/eager-device'
import { toyImages, toyNetwork } from './toy-networks'

const imageLength = 8 * 8 * 3
/** float32, sums in another order. */
const tolerance = 2e-6

describe.each(mapMethodKinds)('map method %s', (kind) => {
  let network = toyNetwork()
  afterEach(() => {
    network.dispose()
    network = toyNetwork()
  })
  const prepare = (batchSize: number, targetLayer?: string) =>
    mapMethods[kind].prepare({ network, device: eagerDevice(), batchSize, targetLayer })

  test('is registered under its own kind, with words for people', () => {
    expect(mapMethods[kind].kind).toBe(kind)
    expect(mapMethods[kind].label).not.toBe('')
    expect(mapMethods[kind].reference).toContain('http')
  })

  test('gives one finite map of the layer’s size per image, the same every time', async () => {
    const runner = await prepare(2)
    const maps = await runner.explain(toyImages(2))
    expect(maps).toHaveLength(2)
    for (const { raw, logits } of maps) {
      expect([raw.height, raw.width, raw.values.length, logits.length]).toEqual([4, 4, 16, 3])
      expect(raw.values.every(Number.isFinite)).toBe(true)
    }
    expect(await runner.explain(toyImages(2))).toEqual(maps)
  })

  test('an image’s map does not depend on its batch, partial last batches included', async () => {
    const images = toyImages(5)
    const classes = [0, 1, 2, 1, 0]
    const together = await (await prepare(2)).explain(images, classes)
    const alone = await prepare(1)
    for (let i = 0; i < 5; i++) {
      const single = images.slice(i * imageLength, (i + 1) * imageLength)
      expect(await alone.explain(single, [classes[i]!])).toEqual([together[i]])
    }
    expect(await alone.explain(new Uint8Array(0))).toEqual([])
  })

  test('compiled for ONNX Runtime it gives the same maps, and drops them from memory', async () => {
    const compiled: ComputeDevice = {
      name: 'ONNX Runtime, cpu',
      compile: (program, inputs, options) => compile('cpu', program, inputs, options),
    }
    const before = tf.memory().numTensors
    const fast = await mapMethods[kind].prepare({ network, device: compiled, batchSize: 2 })
    const slow = await prepare(2)
    for (const classes of [undefined, [1, 0, 2]]) {
      const expected = await slow.explain(toyImages(3), classes)
      const maps = await fast.explain(toyImages(3), classes)
      maps.forEach((map, row) => {
        expect(map.explainedClass).toBe(expected[row]!.explainedClass)
        map.raw.values.forEach((value, i) => {
          expect(Math.abs(value - expected[row]!.raw.values[i]!)).toBeLessThan(tolerance)
        })
      })
    }
    await fast.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })

  test('leaves no tensor behind, after success and after a throw', async () => {
    const runner = await prepare(2)
    const before = tf.memory().numTensors
    await runner.explain(toyImages(3))
    expect(tf.memory().numTensors).toBe(before)
    const flat = await prepare(1, 'logits')
    await expect(flat.explain(toyImages(1))).rejects.toThrow('Layer logits gives [1, 3]')
    expect(tf.memory().numTensors).toBe(before)
  })

  test('refuses requests that have no answer, and says what would have one', async () => {
    await expect(prepare(1, 'block5')).rejects.toThrow(
      'Its layers are pool, logits; the usual choice is pool.',
    )
    await expect(prepare(0)).rejects.toThrow('batch size is 0')
    const runner = await prepare(2)
    await expect(runner.explain(new Uint8Array(100))).rejects.toThrow('no multiple of 192')
    await expect(runner.explain(toyImages(2), [0])).rejects.toThrow('1 class to explain for 2 images')
    await expect(runner.explain(toyImages(1), [3])).rejects.toThrow('Class 3 does not exist')
  })

  test('refuses a network whose values are not numbers', async () => {
    const broken = toyNetwork(true)
    const runner = await mapMethods[kind].prepare({ network: broken, device: eagerDevice(), batchSize: 1 })
    await expect(runner.explain(toyImages(1))).rejects.toMatchObject({ code: 'network/bad-weights' })
    broken.dispose()
  })
})

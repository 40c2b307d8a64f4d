import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { occlusionSensitivityMethod } from '../../../src/main/explain/occlusion-sensitivity-method'
import { eagerDevice } from '../../support/eager-device'
import { pencilNetwork, toyImages, toyNetwork } from './toy-networks'

test('pencil and paper: by how much the logit falls when one pixel is grey', async () => {
  const network = pencilNetwork()
  const runner = await occlusionSensitivityMethod.prepare({ network, device: eagerDevice(), batchSize: 3 })
  // Red 1, green 0.2, blue 0.4, at the corners one after the other; logits: the sum of red - green, 0.8, and twice the
  // sum of blue, 0.8. Grey is as red as green, so covering takes a corner's own part away; its blue of 0.5 adds 1.
  const image = Uint8Array.of(255, 0, 0, 0, 51, 0, 0, 0, 102, 0, 0, 0)
  const maps = await runner.explain(Uint8Array.of(...image, ...image), [0, 1])
  const expected = [
    [1, -0.2, 0, 0],
    [-1, -1, -0.2, -1],
  ]
  maps.forEach(({ raw }, row) =>
    raw.values.forEach((value, i) => expect(value).toBeCloseTo(expected[row]![i]!, 5)),
  )
  expect(maps.map(({ hasPositiveEvidence }) => hasPositiveEvidence)).toEqual([true, false])
  network.dispose()
})

test('covers squares of the image, one for each position of the layer', async () => {
  const network = toyNetwork()
  const runner = await occlusionSensitivityMethod.prepare({ network, device: eagerDevice(), batchSize: 4 })
  const [map] = await runner.explain(toyImages(1))
  const logits = (pixels: Float32Array) =>
    tf.tidy(() => network.forward(tf.tensor4d(pixels, [1, 8, 8, 3])).dataSync())
  const pixels = Float32Array.from(toyImages(1), (byte) => byte / 255)
  // 8 x 8 pixels, 4 x 4 positions: position 6 is row 1, column 2, and covers rows 2 and 3, columns 4 and 5.
  const covered = pixels.map((value, i) => {
    const [x, y] = [Math.floor(i / 3) % 8, Math.floor(i / 24)]
    return (y === 2 || y === 3) && (x === 4 || x === 5) ? 0.5 : value
  })
  const chosen = map!.explainedClass
  expect(map!.raw.values[6]).toBeCloseTo(logits(pixels)[chosen]! - logits(covered)[chosen]!, 6)
  network.dispose()
})

import { expect, test } from 'vitest'
import { gradCamMethod } from '../../../src/main/explain/grad-cam-method'
import { eagerDevice } from '../../support/eager-device'
import { pencilNetwork, toyImages, toyNetwork } from './toy-networks'

const torchTolerance = 2e-6

test('pencil and paper: logits, the predicted class and its map', async () => {
  const network = pencilNetwork()
  const runner = await gradCamMethod.prepare({ network, device: eagerDevice(), batchSize: 1 })
  // Red 1, green 0.2, blue 0.4, at the four corners one after the other; byte 51 is 0.2, 102 is 0.4.
  const image = Uint8Array.of(255, 0, 0, 0, 51, 0, 0, 0, 102, 0, 0, 0)
  // Means 0.25, 0.05, 0.1. Logits 4 x (0.25 - 0.05) = 0.8 and 8 x 0.1 = 0.8, but for rounding; ask for each
  // class. Red: d/dA = 4/4, -4/4, 0 at each of 4 places, mean over space 1, -1, 0. Map: 1, -0.2, 0, 0.
  const [red] = await runner.explain(image, [0])
  expect([...red!.logits]).toEqual([expect.closeTo(0.8, 6), expect.closeTo(0.8, 6)])
  expect([...red!.raw.values]).toEqual([1, expect.closeTo(-0.2, 6), 0, 0])
  expect(red!.hasPositiveEvidence).toBe(true)
  // Blue: mean gradient 8/4 = 2 on blue. Map: 0, 0, 0.8, 0.
  const [blue] = await runner.explain(image, [1])
  expect([...blue!.raw.values]).toEqual([0, 0, expect.closeTo(0.8, 6), 0])
  // Only green: logit of red is negative, so blue (0) is predicted, and nothing in the image speaks for it.
  const [none] = await runner.explain(Uint8Array.of(0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
  expect(none).toMatchObject({ predictedClass: 1, explainedClass: 1, hasPositiveEvidence: false })
  expect([...none!.raw.values].every((value) => value === 0)).toBe(true)
  network.dispose()
})

/** Computed once in float64 with PyTorch 1.13: autograd of the class logit, mean over space, weighted sum. */
const torchGolden = [
  {
    classes: undefined,
    explained: [0, 0],
    maps: [
      [
        0.002425, 0.061439, 0.0363, 0.042693, 0.003336, 0.123256, 0.054867, 0.090074, 0.02625, 0.036116,
        0.088589, 0.032424, 0.009248, 0.049147, 0.078007, 0.042534,
      ],
      [
        0.044321, 0.030522, 0.040378, 0.061457, 0.008541, 0.044444, 0.046881, 0.050778, 0.009653, 0.033755,
        0.053432, 0.079213, 0.055117, 0.076903, 0.032697, 0.053837,
      ],
    ],
    hasPositiveEvidence: [true, true],
  },
  {
    classes: [1, 2],
    explained: [1, 2],
    maps: [
      [
        -1.3e-5, 0.019433, 0.013336, 0.007571, -1.8e-5, 0.029126, 0.020149, 0.021602, 0.010064, 0.014349,
        0.022798, 0.009705, -5e-5, 0.018641, 0.027812, 0.015378,
      ],
      [
        -0.004864, -0.00277, -0.005667, -0.004972, -0.001229, -0.002027, -0.003574, -0.003435, -0.000973,
        -0.004287, -0.006318, -0.007772, -0.005459, -0.010652, -0.001851, -0.006626,
      ],
    ],
    hasPositiveEvidence: [true, false],
  },
]

test.each(torchGolden)('equals PyTorch for classes $explained', async (golden) => {
  const network = toyNetwork()
  const runner = await gradCamMethod.prepare({ network, device: eagerDevice(), batchSize: 2 })
  const maps = await runner.explain(toyImages(2), golden.classes)
  maps.forEach((map, row) => {
    map.raw.values.forEach((value, i) => {
      expect(Math.abs(value - golden.maps[row]![i]!)).toBeLessThan(torchTolerance)
    })
  })
  expect(maps.map((map) => map.explainedClass)).toEqual(golden.explained)
  expect(maps.map((map) => map.predictedClass)).toEqual([0, 0])
  expect(maps.map((map) => map.hasPositiveEvidence)).toEqual(golden.hasPositiveEvidence)
  expect(maps[0]!.logits[0]).toBeCloseTo(0.957374, 5)
  expect(maps[1]!.logits[2]).toBeCloseTo(-0.072212, 5)
  network.dispose()
})

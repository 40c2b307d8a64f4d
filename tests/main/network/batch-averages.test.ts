import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { openRuntime } from '../../../src/main/compute/devices/list-devices'
import { architectureSpec, buildNetwork } from '../../../src/main/network/architectures'
import { createAverageSettler } from '../../../src/main/network/batch-averages'
import { heInitialiser } from '../../../src/main/network/initialise'
import { captureValues } from '../../../src/main/network/variable-values'
import { toyClasses, toyImages } from '../../support/toy-images'

describe('averages of many layers', () => {
  it.each(['vgg16-bn-gap-w8', 'resnet18-w8'])(
    '%s: of a single batch, they let evaluation give what training gives',
    async (id) => {
      const sizePx = 64
      const rows = 8
      const device = openRuntime('cpu')
      const spec = architectureSpec(id, sizePx)
      const network = await buildNetwork(spec, { classes: toyClasses, initialise: heInitialiser(1) })
      const train = toyImages(rows, { sizePx })
      const compile = (isTraining: boolean) =>
        device.compile(
          ({ images }) => ({ logits: network.forward(images as tf.Tensor4D, isTraining ? {} : undefined) }),
          { images: { shape: [rows, sizePx, sizePx, 3] } },
        )
      const [evaluate, pass] = [await compile(false), await compile(true)]
      const bytes = await train.load(Array.from({ length: rows }, (_, index) => index))
      const input = { images: Float32Array.from(bytes, (byte) => byte / 255) }
      const logitsOf = async (program: typeof pass): Promise<number[]> => [
        ...(await program.run(input))['logits']!.data,
      ]
      const wanted = await logitsOf(pass)
      const scale = Math.max(...wanted.map(Math.abs))
      const largestDifference = async (): Promise<number> => {
        const found = await logitsOf(evaluate)
        return Math.max(...found.map((value, index) => Math.abs(value - wanted[index]!))) / scale
      }
      expect(await largestDifference()).toBeGreaterThan(0.5)

      const settler = await createAverageSettler(device, network, rows)
      await settler.settle(train, { seed: 1 })
      // Variances are of samples: the deepest layers see 8 images of 4 by 4 positions or less.
      expect(await largestDifference()).toBeLessThan(0.1)
      const once = await captureValues(network.buffers!)
      await settler.settle(train, { seed: 1 })
      expect(await captureValues(network.buffers!)).toEqual(once)

      for (const each of [settler, evaluate, pass]) await each.dispose()
      network.dispose()
    },
  )
})

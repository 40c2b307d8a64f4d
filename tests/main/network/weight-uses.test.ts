import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { architectureSpec, buildNetwork } from '../../../src/main/network/architectures'
import { importNetwork } from '../../../src/main/network/import/import-network'
import type { Initialise } from '../../../src/main/network/initialise'
import type { Network } from '../../../src/main/network/network'
import { weightUses } from '../../../src/main/network/weight-uses'
import { sharedData } from '../../support/shared-data'
import { toyNetwork } from '../../support/toy-network'

const zeros: Initialise = ({ shape }) => new Float32Array(tf.util.sizeFromShape([...shape]))

function operations(network: Network): number {
  const uses = weightUses(network)
  return network.parameters.reduce(
    (sum, { name, variable }) => sum + (uses.get(name) ?? 0) * variable.size,
    0,
  )
}

describe('weightUses', () => {
  it('is the number of output positions of a convolution, and 1 for a dense layer; biases are not counted', () => {
    const network = toyNetwork({ sizePx: 8 })
    expect(Object.fromEntries(weightUses(network))).toEqual({ 'conv.weight': 64, 'head.weight': 1 })
    network.dispose()
  })

  it('gives VGG-16 at 224 px its 15.47 billion multiply-accumulate operations', async () => {
    const classes = Array.from({ length: 1000 }, (_, index) => `class ${index}`)
    const network = await buildNetwork(architectureSpec('vgg16', 224), { classes, initialise: zeros })
    // Convolutions 15,346,630,656; dense layers 102,760,448 + 16,777,216 + 4,096,000.
    expect(operations(network)).toBe(15_346_630_656 + 123_633_664)
    network.dispose()
  })

  const mobileNet = sharedData('pretrained/mobilenet-v1-0.75-224')
  it.skipIf(mobileNet === null)(
    'gives MobileNet 0.75 its 325 million (skipped where the pretrained model is not beside the repository)',
    async () => {
      const { network } = await importNetwork(mobileNet!, { head: { kind: 'kept', classes: null } })
      // Howard et al. 2017, table 6.
      expect(Math.round(operations(network) / 1e6)).toBe(325)
      network.dispose()
    },
  )
})

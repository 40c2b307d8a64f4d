import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { architectureSpec, buildNetwork } from '../../../src/main/network/architectures'
import { freezeLayers } from '../../../src/main/network/frozen-layers'
import { heInitialiser } from '../../../src/main/network/initialise'
import type { Network } from '../../../src/main/network/network'
import { trainNetwork } from '../../../src/main/network/train'
import { publishedTraining } from '../../../src/main/network/training-options'
import { eagerDevice } from '../../support/eager-device'
import { normalisedNetwork } from '../../support/normalised-network'
import { toyImages } from '../../support/toy-images'

const networks: Network[] = []
beforeEach(async () => {
  await tf.setBackend('cpu')
})
afterEach(() => {
  for (const network of networks.splice(0)) network.dispose()
})

async function vgg(id: string): Promise<Network> {
  const options = { classes: ['a', 'b'], initialise: heInitialiser(1) }
  networks.push(await buildNetwork(architectureSpec(id, 32), options))
  return networks.at(-1)!
}

const frozenNames = (network: Network, names: readonly string[]): string[] =>
  network.parameters.filter(freezeLayers(network, names).isFrozen).map(({ name }) => name)

describe('freezeLayers', () => {
  it('takes a part of the network by the beginning of its layers’ names', async () => {
    const network = await vgg('vgg16-w16')
    const frozen = frozenNames(network, ['features'])
    expect(frozen).toHaveLength(26) // 13 convolutions with a bias each
    expect(frozen.every((name) => name.startsWith('features.'))).toBe(true)
  })

  it('takes one layer by its full name, and none that only begins alike', async () => {
    const network = await vgg('vgg16-w16')
    expect(frozenNames(network, ['features.2'])).toEqual(['features.2.weight', 'features.2.bias'])
  })

  it('knows the base: all but the last dense layer', async () => {
    const network = await vgg('vgg16-w16')
    const frozen = new Set(frozenNames(network, ['base']))
    const trained = network.parameters.map(({ name }) => name).filter((name) => !frozen.has(name))
    expect(trained).toEqual(['classifier.6.weight', 'classifier.6.bias'])
  })

  it('refuses a layer that is not there, and to freeze everything', async () => {
    const network = await vgg('vgg16-gap-w16')
    expect(() => freezeLayers(network, ['feature'])).toThrow(/no layer 'feature' to freeze.*features\.0, /)
    expect(() => freezeLayers(network, ['features', 'classifier'])).toThrow('leaves no layer to train')
  })

  it('keeps every bit of what is frozen, the averages of batch normalisation included', async () => {
    const network = await normalisedNetwork()
    networks.push(network)
    const valuesOf = (): Record<string, number[]> =>
      Object.fromEntries(
        [...network.parameters, ...network.buffers!].map(({ name, variable }) => [
          name,
          [...variable.dataSync()],
        ]),
      )
    const before = valuesOf()
    const partly = freezeLayers(network, ['base'])
    const options = { ...publishedTraining, epochs: 2, batchSize: 8, learningRate: 0.05, earlyStopping: null }
    await trainNetwork({
      device: eagerDevice(),
      network: partly.network,
      isFrozen: partly.isFrozen,
      train: toyImages(20),
      validation: toyImages(9, { seed: 2 }),
      options,
    })
    const after = valuesOf()
    const changed = Object.keys(before).filter((name) => String(before[name]) !== String(after[name]))
    expect(changed).toEqual(['out/kernel', 'out/bias'])
  })
})

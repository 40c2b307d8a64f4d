import { layers, sequential } from '@tensorflow/tfjs-layers'
import { heInitialiser } from '../../src/main/network/initialise'
import { parseKerasTopology } from '../../src/main/network/keras-topology'
import { buildLayersNetwork, type LayersModelSpec } from '../../src/main/network/layers-network'
import type { Network } from '../../src/main/network/network'
import { toyClasses } from './toy-images'

/** Convolution, batch normalisation, ReLU, pooling, dense, for images of 8×8: as Keras describes it. */
export function normalisedSpec(): LayersModelSpec {
  const model = sequential({
    layers: [
      layers.conv2d({ inputShape: [8, 8, 3], filters: 4, kernelSize: 3, useBias: false, name: 'conv' }),
      layers.batchNormalization({ momentum: 0.9, name: 'bn' }),
      layers.reLU({ name: 'relu' }),
      layers.globalAveragePooling2d({ name: 'pool' }),
      layers.dense({ units: 3, name: 'out' }),
    ],
  })
  const topology = parseKerasTopology(JSON.parse(JSON.stringify(model.toJSON(null, false))), 'test')
  model.dispose()
  return { kind: 'layers-model', name: 'test', topology, inputSizePx: 8, inputScaling: 'unit' }
}

export function normalisedNetwork(seed = 1): Promise<Network> {
  return buildLayersNetwork(normalisedSpec(), toyClasses, heInitialiser(seed))
}

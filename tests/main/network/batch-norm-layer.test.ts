import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { architectureSpec, buildNetwork } from '../../../src/main/network/architectures'
import { collectParameters, heInitialiser } from '../../../src/main/network/initialise'
import type { TrainingPass } from '../../../src/main/network/network'
import { batchNormLayer } from '../../../src/main/network/sequential-layers'

describe('batchNormLayer', () => {
  it('normalises by the batch in training and by the averages in evaluation', async () => {
    await tf.setBackend('cpu')
    const before = tf.memory().numTensors
    const {
      layers: layer,
      parameters,
      buffers,
    } = collectParameters(heInitialiser(1), (create) => batchNormLayer('bn', 1, create))
    expect([...parameters, ...buffers].map(({ name, variable }) => [name, ...variable.dataSync()])).toEqual([
      ['bn.weight', 1],
      ['bn.bias', 0],
      ['bn.running_mean', 0],
      ['bn.running_var', 1],
    ])
    const run = (training?: TrainingPass): number[] =>
      tf.tidy(() => [...layer.apply(tf.tensor4d([1, 3], [2, 1, 1, 1]), training).dataSync()])
    // Averages 0 and 1: the input, but for epsilon.
    expect(run()[1]).toBeCloseTo(3, 4)
    // Mean 2, variance 1: -1 and 1.
    const told: number[][] = []
    const onBatchStatistics: TrainingPass['onBatchStatistics'] = (averages, { mean, variance, count }) => {
      told.push([averages.mean.id, ...mean.dataSync(), ...variance.dataSync(), count])
    }
    expect(run({ onBatchStatistics })[0]).toBeCloseTo(-1, 4)
    expect(told).toEqual([[buffers[0]!.variable.id, 2, 1, 2]])
    // A frozen layer goes by its averages, and training leaves them alone.
    expect(run({ frozen: new Set(['bn']), onBatchStatistics })[1]).toBeCloseTo(3, 4)
    expect(told).toHaveLength(1)
    expect(buffers.map(({ variable }) => variable.dataSync()[0])).toEqual([0, 1])
    for (const { variable } of [...parameters, ...buffers]) variable.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('VGG-16 with batch normalisation', () => {
  it("has torchvision's 138,365,992 parameters and its names", async () => {
    const thousand = Array.from({ length: 1000 }, (_, index) => `class ${index}`)
    const initialise = ({ shape }: { shape: readonly number[] }): Float32Array =>
      new Float32Array(tf.util.sizeFromShape([...shape]))
    const network = await buildNetwork(architectureSpec('vgg16-bn', 224), { classes: thousand, initialise })
    expect(network.parameters.reduce((sum, { variable }) => sum + variable.size, 0)).toBe(138_365_992)
    expect(network.parameters.slice(0, 4).map(({ name }) => name)).toEqual([
      'features.0.weight',
      'features.0.bias',
      'features.1.weight',
      'features.1.bias',
    ])
    expect(network.buffers!.at(-1)!.name).toBe('features.41.running_var')
    expect(network.defaultTargetLayer).toBe('features.43')
    network.dispose()
  })
})

import { expect, test } from 'vitest'
import { sparsityReport } from '../../../src/main/pruning/sparsity-report'

const conv = {
  name: 'features.0.weight',
  shape: [1, 1, 2, 4],
  weights: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  mask: Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 0),
  isPruned: true,
  uses: 100,
}
const dense = {
  name: 'classifier.0.weight',
  shape: [4],
  weights: Float32Array.of(1, -0, 0, 2),
  isPruned: false,
  uses: 1,
}
const bias = { ...dense, name: 'classifier.0.bias', weights: Float32Array.of(1, 1, 1, 1), uses: 0 }

test('counts per layer, over pruned layers and over all parameters', () => {
  const report = sparsityReport([conv, dense, bias])
  expect(report.layers).toMatchObject([
    { name: conv.name, shape: conv.shape, parameters: 8, nonZero: 2, compressionRate: 4, isPruned: true },
    { name: dense.name, shape: [4], parameters: 4, nonZero: 2, compressionRate: 2, isPruned: false },
    { name: bias.name, parameters: 4, nonZero: 4, compressionRate: 1 },
  ])
  expect(report.prunedLayers).toEqual({ parameters: 8, nonZero: 2, compressionRate: 4 })
  // 16 parameters, 2 + 2 + 4 left.
  expect(report.allParameters).toEqual({ parameters: 16, nonZero: 8, compressionRate: 2 })
})

test('multiplies weights by how often each is used; biases multiply nothing', () => {
  const report = sparsityReport([conv, dense, bias])
  expect(report.layers.map(({ macs, effectiveMacs }) => [macs, effectiveMacs])).toEqual([
    [800, 200],
    [4, 2],
    [0, 0],
  ])
  expect(report).toMatchObject({ macs: 804, effectiveMacs: 202 })
})

test('estimates a sparse file: bit map and values where that is smaller than all values', () => {
  // 8 weights, 2 left: 1 byte of bits and 8 of values. 4 with 2 left: 1 + 8 of 16. All of 4: 16.
  expect(sparsityReport([conv, dense, bias]).sparseBytesEstimate).toBe(9 + 9 + 16)
})

test('is the same once the mask is in force, and a kept weight that is 0 does not count', () => {
  const inForce = { ...conv, weights: Float32Array.of(1, 2, 0, 0, 0, 0, 0, 0) }
  expect(sparsityReport([inForce]).prunedLayers.nonZero).toBe(2)
  expect(
    sparsityReport([{ ...inForce, weights: Float32Array.of(0, 2, 0, 0, 0, 0, 0, 0) }]).prunedLayers.nonZero,
  ).toBe(1)
})

test('nothing left is missing, not infinite', () => {
  expect(sparsityReport([dense]).prunedLayers).toEqual({ parameters: 0, nonZero: 0, compressionRate: null })
})

import { expect, test } from 'vitest'
import { sparsityReport } from '../../../src/main/pruning/sparsity-report'

const conv = {
  name: 'features.0.weight',
  shape: [1, 1, 2, 4],
  weights: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  mask: Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 0),
  isPruned: true,
}
const dense = {
  name: 'classifier.0.weight',
  shape: [4],
  weights: Float32Array.of(1, -0, 0, 2),
  isPruned: false,
}

test('counts per layer, over pruned layers and over all parameters', () => {
  const report = sparsityReport([conv, dense])
  expect(report.layers).toEqual([
    { name: conv.name, shape: conv.shape, parameters: 8, nonZero: 2, compressionRate: 4, isPruned: true },
    { name: dense.name, shape: [4], parameters: 4, nonZero: 2, compressionRate: 2, isPruned: false },
  ])
  expect(report.prunedLayers).toEqual({ parameters: 8, nonZero: 2, compressionRate: 4 })
  // 12 parameters, 2 + 2 left.
  expect(report.allParameters).toEqual({ parameters: 12, nonZero: 4, compressionRate: 3 })
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

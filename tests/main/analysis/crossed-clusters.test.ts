import { expect, test } from 'vitest'
import { clusteredError, crossedClusters } from '../../../src/main/analysis/crossed-clusters'

/** Ratings of raters (letters) and images (digits), as 'a1'. */
const rowsOf = (...codes: readonly string[]) =>
  codes.map((code) => ({ raterId: code[0]!, imageId: code[1]! }))

test('adds variances of raters and images and takes their crossings away once', () => {
  const clusters = crossedClusters(rowsOf('a1', 'a2', 'b1', 'b2'))
  const { standardError, degreesOfFreedom } = clusteredError(clusters, [0, 1, 2, 3], [2, 0, 0, -2])
  // Raters: 2 and -2, 8 · 2/1; images the same; crossings: 4 + 0 + 0 + 4, · 4/3.
  expect(standardError).toBeCloseTo(Math.sqrt(16 + 16 - 32 / 3), 12)
  expect(degreesOfFreedom).toBe(1)
})

test('is never less than over raters, or over images, alone', () => {
  const clusters = crossedClusters(rowsOf('a1', 'a2', 'b1', 'b2'))
  // Rows sum to 0 by rater and by image, so that only the crossings vary.
  const { standardError } = clusteredError(clusters, [0, 1, 2, 3], [1, -1, -1, 1])
  expect(standardError).toBe(0)
})

test('counts only the clusters of the rows in question', () => {
  const clusters = crossedClusters(rowsOf('a1', 'b1', 'c2', 'd3'))
  expect(clusters).toMatchObject({ raters: 4, images: 3, crossings: 4 })
  expect(clusteredError(clusters, [0, 2], [1, -1]).degreesOfFreedom).toBe(1)
})

test('has no answer for a single rater', () => {
  const clusters = crossedClusters(rowsOf('a1', 'a2'))
  expect(clusteredError(clusters, [0, 1], [1, -1]).standardError).toBeNaN()
})

import { expect, test } from 'vitest'
import { clusteredError, crossedClusters } from '../../../src/main/analysis/crossed-clusters'
import { jointIntervals } from '../../../src/main/analysis/joint-intervals'
import { seededRandom } from '../../../src/shared/seeded-random'

const clusters = crossedClusters(
  Array.from({ length: 400 }, (_, row) => ({ raterId: `r${row}`, imageId: `i${row}` })),
)
const rows = clusters.raterOf.map((_, row) => row)
const options = { replicates: 20_000, seed: 5, level: 0.95 }

/** Independent noise around 0, as what ratings add to an estimate. */
function noise(purpose: string): Float64Array {
  const random = seededRandom(1, purpose)
  return Float64Array.from({ length: 400 }, () => (random.uniform() - 0.5) / 400)
}

function criticalOf(influences: readonly Float64Array[]): number {
  const intervals = jointIntervals(
    influences.map((influence) => ({ value: 0, influence })),
    clusters,
    options,
  )!
  return intervals[0]!.upper / clusteredError(clusters, rows, influences[0]!).standardError
}

test('one estimate has the usual interval', () => {
  expect(criticalOf([noise('a')])).toBeCloseTo(1.966, 1)
})

test('three unrelated estimates need 2.39 standard errors', () => {
  // .95 = (2 Φ(c) - 1)³ gives c = 2.388; Student's t with 399 degrees of freedom adds 0.3 %.
  expect(criticalOf([noise('a'), noise('b'), noise('c')])).toBeCloseTo(2.395, 1)
})

test('the same estimate three times needs no more than once', () => {
  const same = noise('a')
  expect(criticalOf([same, same, same])).toBeCloseTo(criticalOf([same]), 12)
})

test('the seed decides, and without resamples or without variation there is none', () => {
  const estimates = [{ value: 0.3, influence: noise('a') }]
  const run = (seed: number, replicates = 500) =>
    jointIntervals(estimates, clusters, { ...options, seed, replicates })
  expect(run(1)).toEqual(run(1))
  expect(run(1)).not.toEqual(run(2))
  expect(run(1, 0)).toBeNull()
  expect(jointIntervals([{ value: 1, influence: new Float64Array(400) }], clusters, options)).toBeNull()
})

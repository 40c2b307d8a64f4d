import { expect, test } from 'vitest'
import { crossedClusters } from '../../../src/main/analysis/crossed-clusters'
import { pooledShare, sharesByCell } from '../../../src/main/analysis/shares'
import { shareSchema } from '../../../src/shared/analysis-accuracy'
import { classifyRow } from './toy-rows'

/** Four ratings in cell 0, of which three are right, one in cell 1, none in cell 2. */
const rows = [0, 1, 2, 3, 4].map((place) =>
  classifyRow({ raterId: `r${place % 2}`, imageId: `i${place % 3}`, modelId: 'cpr1', answer: 'dog' }),
)
const shares = sharesByCell(
  {
    clusters: crossedClusters(rows),
    cellOf: Int32Array.of(0, 0, 0, 0, 1),
    value: Float64Array.of(1, 0, 1, 1, 0),
    cells: 3,
  },
  { replicates: 50, seed: 7, level: 0.95 },
  'a test',
)

test('a share is that of all ratings of its cells together', () => {
  expect(pooledShare(shares, [0], 'Share')).toMatchObject({
    successes: 3,
    total: 4,
    wilson: { estimate: 0.75 },
  })
  expect(pooledShare(shares, [0, 1], 'Share')).toMatchObject({
    successes: 3,
    total: 5,
    wilson: { estimate: 0.6 },
  })
  const { wilson, clustered, bootstrap } = pooledShare(shares, [0], 'Share')
  expect(bootstrap).toMatchObject({ n: 4, seed: 7, interval: { level: 0.95 } })
  for (const { method } of [wilson, clustered, bootstrap]) expect(method).not.toContain('undefined')
})

test('resamples of a cell hold nothing of another', () => {
  const apart = sharesByCell(
    { ...shares.values, cellOf: Int32Array.of(0, 1, 2, 0, 1), value: Float64Array.of(1, 0, 1, 1, 0) },
    shares.resampling,
    'another test',
  )
  const ofCell = (cell: number) => pooledShare(apart, [cell], 'Share').bootstrap.interval
  expect(ofCell(0)).toMatchObject({ lower: 1, upper: 1 })
  expect(ofCell(1)).toMatchObject({ lower: 0, upper: 0 })
  expect(ofCell(2)).toMatchObject({ lower: 1, upper: 1 })
})

test('a share of no ratings is undefined, has no interval, and says so', () => {
  const none = pooledShare(shares, [2], 'Share')
  expect(shareSchema.parse(none)).toEqual(none)
  for (const { estimate, interval, method, seed, n } of [none.wilson, none.clustered, none.bootstrap]) {
    expect({ estimate, interval, seed, n }).toEqual({ estimate: null, interval: null, seed: null, n: 0 })
    expect(method).toContain('undefined: no ratings')
  }
})

import { describe, expect, test } from 'vitest'
import { bradleyTerry } from '../../../src/main/analysis/bradley-terry'
import { pairRow } from './toy-rows'

const options = { modelIds: ['a', 'b', 'c'], className: null, level: 0.95 }

/** As many ratings of one pair as the counts say, each by a rater and of an image of its own. */
function ratings(left: string, right: string, counts: readonly (readonly [string | null, number])[]) {
  return counts.flatMap(([answer, count]) =>
    Array.from({ length: count }, (_, index) =>
      pairRow({
        raterId: `${left}${right}${answer}${index}`,
        imageId: `${left}${right}${answer}${index}`,
        leftModelId: left,
        rightModelId: right,
        answer,
      }),
    ),
  )
}

const rows = [
  ...ratings('a', 'b', [
    ['a', 30],
    ['b', 10],
    [null, 12],
  ]),
  ...ratings('c', 'b', [
    ['c', 20],
    ['b', 25],
    [null, 8],
  ]),
]

test('strengths sum to zero and follow the preferences', () => {
  const { strengths, tieParameter } = bradleyTerry(rows, options)
  const values = strengths.map(({ logStrength }) => logStrength.estimate!)
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12)
  expect(strengths.map(({ modelId }) => modelId)).toEqual(['a', 'b', 'c'])
  expect(values[0]).toBeGreaterThan(values[1]!)
  expect(values[1]).toBeGreaterThan(values[2]!)
  expect(tieParameter.interval!.lower).toBeLessThan(tieParameter.estimate!)
})

test('where every rating has its own rater and image, both kinds of standard errors are near', () => {
  for (const { modelBasedStandardError, clusteredStandardError } of bradleyTerry(rows, options).strengths) {
    expect(clusteredStandardError! / modelBasedStandardError!).toBeCloseTo(1, 1)
  }
})

test('where raters repeat themselves, errors that respect them are larger', () => {
  const repeated = rows.flatMap((row) => Array.from({ length: 4 }, () => row))
  for (const { modelBasedStandardError, clusteredStandardError } of bradleyTerry(repeated, options)
    .strengths) {
    expect(clusteredStandardError! / modelBasedStandardError!).toBeCloseTo(2, 0)
  }
})

test('the side of the screen and the order of rows do not matter', () => {
  const mirrored = rows
    .map((row) => ({ ...row, leftModelId: row.rightModelId, rightModelId: row.leftModelId }))
    .reverse()
  const [one, other] = [bradleyTerry(rows, options), bradleyTerry(mirrored, options)]
  for (const [index, { logStrength }] of one.strengths.entries()) {
    expect(other.strengths[index]!.logStrength.estimate).toBeCloseTo(logStrength.estimate!, 10)
  }
})

describe('without a finite fit', () => {
  test('numbers are null and the method says why', () => {
    const { strengths, tieParameter } = bradleyTerry(ratings('a', 'b', [['a', 5]]), options)
    expect(strengths.map(({ modelId }) => modelId)).toEqual(['a', 'b'])
    expect(strengths[0]!.logStrength).toMatchObject({ estimate: null, interval: null })
    expect(tieParameter.method).toContain('no finite fit')
  })

  test('no ratings are no models', () => {
    expect(bradleyTerry([], options).strengths).toEqual([])
  })
})

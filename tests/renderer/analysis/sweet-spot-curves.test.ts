import { expect, test } from 'vitest'
import { analyseStudy } from '../../../src/main/analysis/analyse-study'
import { sweetSpotCurves } from '../../../src/renderer/src/analysis/sweet-spot-curves'
import { toyClassifyRows, toyDesign, toyOptions } from '../../main/analysis/toy-study'

// The toy design knows the networks' own accuracy at CPR 1 and 32, not at CPR 2.
test('every point of a curve is of its own model', () => {
  const rows = toyClassifyRows({ cpr1: 0.8, cpr2: 0.85, cpr32: 0.5 })
  const { sweetSpot } = analyseStudy(rows, toyDesign, toyOptions)
  const [people, networks] = sweetSpotCurves(sweetSpot!)
  expect(people!.modelIds).toEqual(['cpr1', 'cpr2', 'cpr32'])
  expect(networks!.modelIds).toEqual(['cpr1', 'cpr32'])
  expect(networks!.points.map(({ cpr, value }) => [cpr, value])).toEqual([
    [1, 0.97],
    [32, 0.8],
  ])
})

import { describe, expect, test } from 'vitest'
import { analyseStudy } from '../../../src/main/analysis/analyse-study'
import { toyClassifyRows, toyDesign, toyOptions } from './toy-study'

const analyse = (accuracies: Record<string, number>, replicates = 300) =>
  analyseStudy(toyClassifyRows(accuracies), toyDesign, { ...toyOptions, replicates })

describe('a study in which CPR 2 helps and CPR 32 hurts', () => {
  const { sweetSpot, failures } = analyse({ cpr1: 0.7, cpr2: 0.95, cpr32: 0.3 })

  test('shows both, lowest CPR first', () => {
    expect(sweetSpot!.points.map(({ cpr }) => cpr)).toEqual([1, 2, 32])
    expect(sweetSpot!.differences.map(({ modelId, finding }) => [modelId, finding])).toEqual([
      ['cpr2', 'better'],
      ['cpr32', 'worse'],
    ])
    expect(sweetSpot!.points.map(({ modelAccuracy }) => modelAccuracy?.estimate)).toEqual([
      0.97,
      undefined,
      0.8,
    ])
  })

  test('says so, and what it does not say', () => {
    expect(sweetSpot!.statement).toMatch(
      /CPR 2 against CPR 1: \+\d+\.\d points \(joint 95 % interval \+.* to \+.*\); shown to be better\./,
    )
    expect(sweetSpot!.statement).toMatch(/CPR 32 against CPR 1: −\d+\.\d points .*; shown to be worse\./)
    expect(sweetSpot!.statement).toMatch(/support a sweet spot at CPR 2: .* They do not say/)
  })

  test('warns of the loss', () => {
    const drop = failures.find(({ sign }) => sign === 'accuracy-drop')!
    expect(drop.message).toMatch(/With cpr32 people recognise \d\d\.\d points less/)
    expect(drop.advice).toContain('do not prune this far')
  })
})

test('where nothing differs, no difference is claimed, nor its absence', () => {
  const { statement, differences } = analyse({ cpr1: 0.7, cpr2: 0.7, cpr32: 0.7 }).sweetSpot!
  for (const { finding } of differences) expect(['open', 'not-worse']).toContain(finding)
  expect(statement).toContain('do not show a sweet spot')
})

test('joint intervals are wider than those of one comparison alone', () => {
  const { sweetSpot, accuracy } = analyse({ cpr1: 0.7, cpr2: 0.8, cpr32: 0.6 }, 2000)
  for (const { modelId, difference } of sweetSpot!.differences) {
    const alone = accuracy!.comparisons.find(({ comparison }) => comparison === `${modelId} against cpr1`)!
    const { lower, upper } = alone.effects[0]!.interval!
    expect(difference.estimate).toBeCloseTo(alone.effects[0]!.estimate!, 12)
    expect(difference.interval!.upper - difference.interval!.lower).toBeGreaterThan(upper - lower)
  }
})

test('without resampling there is a curve without intervals and no finding', () => {
  const { sweetSpot } = analyse({ cpr1: 0.7, cpr2: 0.95, cpr32: 0.3 }, 0)
  expect(sweetSpot!.differences.map(({ finding }) => finding)).toEqual(['open', 'open'])
  expect(sweetSpot!.statement).toContain('no interval was computed')
})

test('one model alone, or none with a known CPR, has no sweet spot', () => {
  expect(analyse({ cpr1: 0.7 }).sweetSpot).toBeNull()
  const models = toyDesign.models.map((model) => ({ ...model, cpr: null }))
  const rows = toyClassifyRows({ cpr1: 0.7, cpr2: 0.8 })
  expect(analyseStudy(rows, { ...toyDesign, models }, toyOptions).sweetSpot).toBeNull()
})

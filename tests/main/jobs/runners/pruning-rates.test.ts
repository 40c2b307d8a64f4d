import { describe, expect, it } from 'vitest'
import { presentRate, pruningRates, stepName } from '../../../../src/main/jobs/runners/pruning-rates'

describe('presentRate', () => {
  it('is that of the last step that pruned the same layers', () => {
    const step = (scope: string, compressionRate: number) =>
      ({ action: 'pruned', at: '2026-01-01T00:00:00Z', compressionRate, details: { scope } }) as const
    const lineage = [step('conv', 2), step('conv', 4), step('dense', 3)]
    expect(presentRate({ lineage }, 'conv')).toBe(4)
    expect(presentRate({ lineage }, 'dense')).toBe(3)
    expect(presentRate({ lineage }, 'all')).toBe(1)
  })
})

describe('pruningRates', () => {
  it('halves unless told otherwise', () => {
    expect(pruningRates({ cpr: 2 }, 1)).toEqual([2])
    expect(pruningRates({ cpr: 8 }, 1)).toEqual([2, 4, 8])
    expect(pruningRates({ cpr: 10 }, 1)).toEqual([2, 4, 8, 10])
  })

  it('goes on from where a pruned model is, even when its count was rounded', () => {
    expect(pruningRates({ cpr: 8 }, 2.0003)).toEqual([4, 8])
    expect(pruningRates({ cpr: 8 }, 3)).toEqual([4, 8])
  })

  it('takes equal factors for a number of steps', () => {
    // From 1 to 8 in two steps: each multiplies by the root of 8.
    const rates = pruningRates({ cpr: 8, steps: 2 }, 1)
    expect(rates[0]).toBeCloseTo(2.828427, 5)
    expect(rates[1]).toBe(8)
    expect(pruningRates({ cpr: 8, steps: 2 }, 2)).toEqual([4, 8])
  })

  it('takes the rates that are named', () => {
    expect(pruningRates({ cpr: 32, rates: [2, 8, 32] }, 1)).toEqual([2, 8, 32])
    expect(() => pruningRates({ cpr: 32, rates: [2, 8, 32] }, 2)).toThrow(/asked for is 2, .* at 2 already/)
    expect(() => pruningRates({ cpr: 8, rates: [4, 2, 8] }, 1)).toThrow('must be above 4')
    expect(() => pruningRates({ cpr: 8, rates: [2, 4] }, 1)).toThrow('must be the rate to reach, which is 8')
  })

  it('refuses a rate that the model has already', () => {
    expect(() => pruningRates({ cpr: 2 }, 4)).toThrow(/asked for is 2, but the model is at 4 already/)
    expect(() => pruningRates({ cpr: 2 }, 1.9998)).toThrow(/at 2 already/)
  })
})

describe('stepName', () => {
  it('is the asked name for the last step, and that of its rate for the others', () => {
    const names = [2, 2.828427, 8].map((rate) => stepName({ name: 'vgg-cpr8', cpr: 8 }, rate))
    expect(names).toEqual(['vgg-cpr2', 'vgg-cpr2.828', 'vgg-cpr8'])
    expect(stepName({ name: 'final', cpr: 8 }, 4)).toBe('final-cpr4')
  })
})

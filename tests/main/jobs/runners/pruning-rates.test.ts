import { describe, expect, it } from 'vitest'
import { presentRate, pruningRates } from '../../../../src/main/jobs/runners/pruning-rates'

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

  it('refuses a rate that the model has already', () => {
    expect(() => pruningRates({ cpr: 2 }, 4)).toThrow(/asked for is 2, but the model is at 4 already/)
    expect(() => pruningRates({ cpr: 2 }, 1.9998)).toThrow(/at 2 already/)
  })
})

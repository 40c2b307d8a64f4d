import { describe, expect, it } from 'vitest'
import { analyseStudy } from '../../../src/main/analysis/analyse-study'
import { describeAnalysis } from '../../../src/main/cli/analysis-text'
import { toyClassifyRows, toyDesign, toyOptions } from '../analysis/toy-study'

const textOf = (accuracyOf: Readonly<Record<string, number>>, level = 0.95) =>
  describeAnalysis(analyseStudy(toyClassifyRows(accuracyOf), toyDesign, { ...toyOptions, level }))

describe('an analysis as text', () => {
  it('has an effect with its interval beside every p that is to be read, and each method once', () => {
    const text = textOf({ cpr1: 0.8, cpr2: 0.85, cpr32: 0.5 })
    const tests = text.split('\n').filter((line) => / against /.test(line) && /\[\d\]/.test(line))
    const published = tests.filter((line) => line.includes('as published'))
    expect(published).toHaveLength(1)
    expect(tests).toHaveLength(1 + 3 + 3 + 3) // three pairs: over ratings, and two forms of McNemar's test
    for (const line of tests) {
      if (!line.includes('as published')) expect(line).toMatch(/ -?\d[\d.]* \(.* to .*\)/)
    }
    expect(text.split('Cameron, Gelbach and Miller 2011')).toHaveLength(2)
  })

  it('can leave tests, classes and most digits to the report', () => {
    const analysis = analyseStudy(toyClassifyRows({ cpr1: 0.8, cpr2: 0.85 }), toyDesign, toyOptions)
    const text = describeAnalysis(analysis, 'tables')
    expect(text).toContain('human accuracy')
    expect(text).toContain("Krippendorff's alpha of")
    expect(text).not.toMatch(/method|class, all models|\d\.\d{4}/)
    expect(describeAnalysis(analysis)).toMatch(/class, all models[^]*\d\.\d{4}/)
  })

  it('names the level that its intervals have', () => {
    expect(textOf({ cpr1: 0.8, cpr2: 0.85 }, 0.9)).toMatch(/90 %, clustered +90 %, Wilson/)
    expect(textOf({ cpr1: 0.8, cpr2: 0.85 }, 0.975)).toMatch(/joint 97\.5 % interval/)
  })

  it('compares nothing where there is one model', () => {
    const text = textOf({ cpr1: 0.8 })
    expect(text).toContain('human accuracy')
    expect(text).not.toMatch(/homogeneity|as published| against /)
  })
})

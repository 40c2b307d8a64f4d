import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { analyseStudy } from '../../../src/main/analysis/analyse-study'
import type { AnalysisOptions } from '../../../src/shared/analysis-design'
import { studyAnalysisSchema } from '../../../src/shared/analysis-study'
import type { RatingRow } from '../../../src/shared/rating-row'
import { likertRow, pairRow } from './toy-rows'
import { toyClassifyRows, toyDesign, toyOptions } from './toy-study'

const rows = toyClassifyRows({ cpr1: 0.7, cpr2: 0.9, cpr32: 0.4 })
const analyse = (given: readonly RatingRow[], options: Partial<AnalysisOptions> = {}, design = toyDesign) =>
  analyseStudy(given, design, { ...toyOptions, ...options })

const likertRows = rows.map((row, index) =>
  likertRow({ ...row, task: 'likert', answer: index % 7 === 0 ? null : 1 + (index % 5) }),
)
const pairRows = rows
  .filter(({ modelId }) => modelId !== 'cpr1')
  .map((row, index) => {
    const [left, right] = index % 2 === 0 ? [row.modelId, 'cpr1'] : ['cpr1', row.modelId]
    const answer = index % 4 === 3 ? null : row.answer === row.className ? row.modelId : 'cpr1'
    return pairRow({
      ...row,
      task: 'pair',
      itemId: row.itemId,
      leftModelId: left,
      rightModelId: right,
      answer,
    })
  })
const likertDesign = { ...toyDesign, scale: { minimum: 1, maximum: 5 } }

test.each([
  ['classify', rows, toyDesign],
  ['pair', pairRows, toyDesign],
  ['likert', likertRows, likertDesign],
] as const)('%s: the document is the one that the contract describes, as JSON too', (task, given, design) => {
  const analysis = analyse(given, {}, design)
  const read = studyAnalysisSchema.parse(JSON.parse(JSON.stringify(analysis)))
  expect(read).toEqual(analysis)
  expect(read.task).toBe(task)
  expect([read.accuracy, read.preferences, read.likert].filter((part) => part !== null)).toHaveLength(1)
})

test('every interval holds its estimate', () => {
  for (const analysis of [analyse(rows), analyse(pairRows), analyse(likertRows, {}, likertDesign)]) {
    let found = 0
    JSON.parse(JSON.stringify(analysis), (_key, value) => {
      if (typeof value?.estimate === 'number' && value.interval) {
        found++
        expect(value.interval.lower).toBeLessThanOrEqual(value.estimate)
        expect(value.interval.upper).toBeGreaterThanOrEqual(value.estimate)
        expect(value.method.length).toBeGreaterThan(10)
      }
      return value
    })
    expect(found).toBeGreaterThan(20)
  }
})

describe('the same digits', () => {
  test('for the same seed, others for another', () => {
    expect(analyse(rows)).toEqual(analyse(rows))
    expect(analyse(rows, { seed: 2 }).agreement.overall.alpha.interval).not.toEqual(
      analyse(rows).agreement.overall.alpha.interval,
    )
  })

  test('for rows in any order, and for a file that was split and joined', () => {
    const order = fc.shuffledSubarray(rows, { minLength: rows.length })
    fc.assert(
      fc.property(order, (shuffled) => {
        const [one, other] = [analyse(rows, { replicates: 20 }), analyse(shuffled, { replicates: 20 })]
        // Sums in another order differ in the last digits.
        compare(one, other)
      }),
      { numRuns: 5 },
    )
  })

  test('for raters with other names', () => {
    const renamed = rows.map((row) => ({ ...row, raterId: `z${99 - Number(row.raterId.slice(1))}` }))
    const [one, other] = [analyse(rows, { replicates: 0 }), analyse(renamed, { replicates: 0 })]
    compare(one.accuracy, other.accuracy)
    compare(one.agreement.overall, other.agreement.overall)
  })

  test('for classes with other names, except their names', () => {
    const nameOf: Record<string, string> = { dog: 'Hund', fish: 'Fisch', church: 'Kirche' }
    const renamed = rows.map((row) => ({
      ...row,
      className: nameOf[row.className!]!,
      answer: row.answer === null ? null : nameOf[row.answer]!,
    }))
    const [one, other] = [analyse(rows, { replicates: 0 }), analyse(renamed, { replicates: 0 })]
    compare(one.accuracy!.byModel, other.accuracy!.byModel)
    compare(one.accuracy!.comparisons, other.accuracy!.comparisons)
    compare(one.agreement.overall, other.agreement.overall)
  })
})

/** Equal but for rounding. */
function compare(one: unknown, other: unknown): void {
  const rounded = (value: unknown) =>
    JSON.stringify(value, (_key, each) => (typeof each === 'number' ? Number(each.toPrecision(9)) : each))
  expect(rounded(other)).toBe(rounded(one))
}

describe('what is left out', () => {
  const mixed: RatingRow[] = [
    ...rows,
    ...rows.slice(0, 10).map((row) => ({ ...row, source: 'simulated' as const })),
    { ...rows[0]!, modelId: 'unknown' },
  ]

  test('simulated ratings do not mix with own ones unless asked', () => {
    const { data } = analyse(mixed)
    expect(data.sources).toEqual([{ source: 'own', ratings: rows.length }])
    expect(data.exclusions).toEqual([
      { reason: 'Source: simulated', ratings: 10 },
      { reason: 'Model that the design does not name', ratings: 1 },
    ])
    const both = analyse(mixed, { sources: ['own', 'simulated'] }).data
    expect(both.sources).toEqual([
      { source: 'own', ratings: rows.length },
      { source: 'simulated', ratings: 10 },
    ])
  })

  test('raters with a reason, and what filters leave', () => {
    const excluded = [{ raterId: 'r03', reason: 'failed the checks' }]
    const { data } = analyse(rows, {
      excludedRaters: excluded,
      filter: { sites: ['Graz'], classNames: ['dog'], modelIds: null, raterGroups: null },
    })
    expect(data.exclusions.map(({ reason }) => reason).sort()).toEqual([
      'Filter: other class',
      'Filter: other site',
      'Rater excluded: failed the checks',
    ])
    expect(data.exclusions.reduce((sum, { ratings }) => sum + ratings, data.ratings)).toBe(rows.length)
    expect(data.classes).toEqual(['dog'])
    expect(data.raters).toBeLessThan(12)
  })

  test('a filter on one class does not make raters look careless', () => {
    const filter = { sites: null, classNames: ['dog'], modelIds: ['cpr2'], raterGroups: null }
    expect(analyse(rows, { filter }).raters.flatMap(({ signs }) => signs)).toEqual([])
  })

  test('nothing left is an error that says where to look', () => {
    expect(() => analyse(rows, { sources: ['imported'] })).toThrow(
      expect.objectContaining({
        code: 'analysis/bad-input',
        message: expect.stringMatching(/none is left.*imported/),
      }),
    )
  })

  test('tasks do not mix, and a scale must be known', () => {
    expect(() => analyse([...rows, ...pairRows])).toThrow(/different questions: classify, pair/)
    expect(() => analyse(likertRows)).toThrow(/no scale/)
  })
})

describe('agreement', () => {
  test('is given per model, class and site', () => {
    const { agreement } = analyse(rows)
    expect(agreement.byModel.map(({ group }) => group)).toEqual(['cpr1', 'cpr2', 'cpr32'])
    expect(agreement.byClass.map(({ group }) => group)).toEqual(['church', 'dog', 'fish'])
    expect(agreement.bySite.map(({ group }) => group)).toEqual(['Graz', 'Vienna'])
    expect(agreement.raterInfluence).toHaveLength(12)
    expect(agreement.itemInfluence).toHaveLength(180)
  })

  test('of pairs takes the less and the more pruned model, and gives model names and sides for comparison', () => {
    const { agreement } = analyse(pairRows)
    expect(agreement.coding).toContain('less or the more pruned')
    expect(agreement.alternatives.map(({ group }) => group.slice(0, 14))).toEqual([
      'The less or th',
      "The model's na",
      'The side of th',
    ])
    expect(agreement.byModel.map(({ group }) => group)).toEqual(['cpr1 / cpr2', 'cpr1 / cpr32'])
  })

  test('takes "I don\'t know" as asked and gives the other way beside it', () => {
    const [category, missing] = [analyse(rows), analyse(rows, { noChoiceForAlpha: 'missing' })]
    expect(category.agreement.overall).toEqual(missing.agreement.alternatives[0]!.result)
    expect(missing.agreement.overall.alpha.n).toBeLessThan(category.agreement.overall.alpha.n)
  })
})

test("people's answers against the model's are counted where its predictions are known", () => {
  const predictions = rows
    .filter(({ modelId }) => modelId === 'cpr1')
    .map(({ modelId, imageId }) => ({ modelId, imageId, className: 'dog' }))
  const { humanAgainstModel } = analyse(rows, {}, { ...toyDesign, predictions }).accuracy!
  expect(humanAgainstModel[0]!.rows).toEqual(['dog'])
  expect(humanAgainstModel[0]!.n).toBe(rows.length / 3)
  expect(analyse(rows).accuracy!.humanAgainstModel).toEqual([])
})

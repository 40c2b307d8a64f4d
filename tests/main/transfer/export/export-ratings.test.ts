import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { csvText } from '../../../../src/main/transfer/export/csv-text'
import { exportRatings } from '../../../../src/main/transfer/export/export-ratings'
import { itemsByRaters } from '../../../../src/main/transfer/export/items-by-raters'
import { importIntoStudy } from '../../../../src/main/transfer/study-import/import-into-study'
import type { ColumnMapping } from '../../../../src/shared/rating-import'
import { defaultStudyImportOptions } from '../../../../src/shared/study-import'
import { simulateRatings } from '../../../../src/main/study/stored/simulate-ratings'
import { classifyRow } from '../../analysis/toy-rows'
import { newStudy } from '../../store/study-fixture'
import { smallProtocol } from '../../study/small-protocols'
import { studyWithPlan } from '../../study/stored/stored-study'

const createdAt = '2026-01-31T09:30:00.000Z'
const mapping: ColumnMapping = {
  task: 'classify',
  rater: 'who',
  item: 'what',
  answer: 'said',
  className: 'class',
  model: 'net',
  timeUnit: 'ms',
  noChoice: ['?'],
}
const lines = [
  'who,what,said,class,net',
  '=cmd(),i1,dog,dog,cpr-1',
  'ben,"i,2",?,dog,cpr-2',
  'ben,i3,cat,,cpr-2',
]

function importedStudy() {
  const study = newStudy()
  const file = { name: 'ratings.csv', bytes: Buffer.from(lines.join('\n')) }
  importIntoStudy(study, file, { ...defaultStudyImportOptions, mapping })
  return study
}

function simulatedStudy() {
  const { store, planId } = studyWithPlan(smallProtocol('experiment-2'))
  simulateRatings(store, { planId, name: 'try', panel: 'mixed', seed: 1, startedAt: createdAt })
  return store
}

const filesOf = (files: ReturnType<typeof exportRatings>) =>
  new Map(files.map(({ path, text }) => [path, text]))
const recordsOf = (text: string) => parse(text, { columns: true }) as Record<string, string>[]

describe('an export', () => {
  const exported = () => filesOf(exportRatings(importedStudy(), { sources: ['imported'], createdAt }))

  it('has a tidy table for each source and kind of trial, named as Psych-DS wants it', () => {
    const files = exported()
    const tables = [...files.keys()].filter((path) => path.startsWith('data/'))
    expect(tables).toEqual(['data/study-LessIsMore_source-imported_trial-Classify_data.csv'])
    expect(tables[0]!.split('/').at(-1)).toMatch(/^([a-z]+-[a-zA-Z0-9]+)(_[a-z]+-[a-zA-Z0-9]+)*_data\.csv$/)
    const rows = recordsOf(files.get(tables[0]!)!)
    expect(rows).toHaveLength(3)
    expect(rows[1]).toMatchObject({
      rater: 'ben',
      source: 'imported',
      item: 'i,2 (cpr-2)',
      image: 'i,2',
      trueClass: 'dog',
      chosenClass: 'unknown',
      isCorrect: 'false',
      model: 'cpr-2',
      importFile: 'ratings.csv',
      importLine: '3',
      onsetMs: '',
    })
    expect(rows[2]).toMatchObject({ trueClass: '', isCorrect: '' })
  })

  it('lets no cell start a formula', () => {
    const files = exported()
    const [table] = [...files].find(([path]) => path.startsWith('data/'))!.slice(1)
    expect(recordsOf(table!)[0]).toMatchObject({ rater: "'=cmd()" })
  })

  it('explains every column of every table', () => {
    const files = exported()
    const description = JSON.parse(files.get('dataset_description.json')!) as {
      variableMeasured: { name: string; description: string }[]
    }
    expect(description).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Dataset',
      name: 'Less is more',
    })
    const explained = new Set(description.variableMeasured.map(({ name }) => name))
    const codebook = recordsOf(files.get('documentation/codebook.csv')!)
    for (const [path, text] of files) {
      if (!path.startsWith('data/')) continue
      const columns = Object.keys(recordsOf(text)[0]!)
      expect(columns.filter((name) => !explained.has(name))).toEqual([])
      expect(codebook.filter(({ table }) => table === path).map(({ column }) => column)).toEqual(columns)
    }
    expect(description.variableMeasured.every(({ description: text }) => text.length > 5)).toBe(true)
  })

  it('says the same as JSON, with numbers as numbers', () => {
    const files = exported()
    const { tables } = JSON.parse(files.get('ratings.json')!) as {
      tables: { rows: Record<string, unknown>[] }[]
    }
    expect(tables[0]!.rows[1]).toMatchObject({ importLine: 3, isCorrect: false, onsetMs: null })
  })

  it('has items by raters for other tools', () => {
    const files = exported()
    const [, matrix] = [...files].find(([path]) => path.endsWith('_items-by-raters.csv'))!
    expect(recordsOf(matrix)).toEqual([
      { item: 'i,2 (cpr-2)', "'=cmd()": '', ben: 'unknown' },
      { item: 'i1 (cpr-1)', "'=cmd()": 'dog', ben: '' },
      { item: 'i3 (cpr-2)', "'=cmd()": '', ben: 'cat' },
    ])
  })

  it('leaves other sources out, and says so where nothing is left', () => {
    expect(() => exportRatings(importedStudy(), { sources: ['own'], createdAt })).toThrow(
      expect.objectContaining({ code: 'analysis/bad-input' }),
    )
  })

  it('of simulated raters has every kind of screen, marked as simulated', () => {
    const simulated = filesOf(exportRatings(simulatedStudy(), { sources: ['simulated'], createdAt }))
    const tables = [...simulated].filter(([path]) => path.startsWith('data/'))
    expect(tables.length).toBeGreaterThan(3)
    for (const [path, text] of tables) {
      expect(path).toContain('_source-simulated_')
      const rows = recordsOf(text)
      expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(['simulated']))
      // No person, and no id where a code is known.
      expect(rows.every(({ rater }) => /^SIM-/.test(rater!))).toBe(true)
    }
    const [, classify] = tables.find(([path]) => path.includes('trial-Classify'))!
    const [first] = recordsOf(classify)
    expect(first).toMatchObject({
      experiment: expect.stringContaining('plan') as string,
      sessionState: 'complete',
    })
    expect(Number(first!['responseMs'])).toBeGreaterThan(0)
    expect(simulated.get('README.md')).toContain('SIMULATED')
  })
})

describe('CSV text', () => {
  it('quotes what must be quoted and leaves numbers alone', () => {
    expect(
      csvText(
        ['a', 'b'],
        [
          ['x"y', -1.5],
          ['1,2\n3', null],
          ['-1', true],
        ],
      ),
    ).toBe('a,b\n"x""y",-1.5\n"1,2\n3",\n\'-1,true\n')
  })
})

it('of several ratings of an item by a rater the first stands in the table', () => {
  const row = classifyRow({ raterId: 'r', imageId: 'i', modelId: 'm', className: 'dog', answer: 'dog' })
  expect(itemsByRaters([row, { ...row, answer: 'cat' }])).toBe(`item,r\n${row.itemId},dog\n`)
})

import { describe, expect, it } from 'vitest'
import {
  importIntoStudy,
  previewStudyImport,
} from '../../../../src/main/transfer/study-import/import-into-study'
import { listImports } from '../../../../src/main/transfer/study-import/list-imports'
import { importRatings } from '../../../../src/main/transfer/import-ratings'
import type { StudyStore } from '../../../../src/main/store/study-store'
import { type ColumnMapping, defaultImportOptions } from '../../../../src/shared/rating-import'
import { defaultStudyImportOptions, type StudyImportOptions } from '../../../../src/shared/study-import'
import { publishedFile, publishedRatingsMissing } from '../../../support/published-ratings'
import { aModel, newStudy } from '../../store/study-fixture'

const mapping: ColumnMapping = {
  task: 'classify',
  rater: 'who',
  item: 'what',
  answer: 'said',
  className: 'class',
  model: 'net',
  time: 'ms',
  timeUnit: 'ms',
  scale: undefined, // as the command line leaves it
  noChoice: ['?'],
}
const options: StudyImportOptions = { ...defaultStudyImportOptions, mapping }
const header = 'who,what,said,class,net,ms'
const lines = [
  'anna,i1,dog,dog,cpr-1,900',
  'ben,i1,?,dog,cpr-1,800',
  'anna,i1,cat,dog,cpr-2,700',
  'ben,i2,cat,cat,cpr-2,',
]
const file = (rows: readonly string[], name = 'ratings.csv') => ({
  name,
  bytes: Buffer.from([header, ...rows].join('\n')),
})

/** Everything in a study that an import could write. */
const contentOf = (study: StudyStore) => ({
  ratings: study.ratings.counts().imported,
  raters: study.raters.list().length,
  batches: study.raters.batches().length,
  sessions: study.sessions.list().length,
  models: study.models.list().length,
  sets: study.stimuli.sets().length,
  datasets: study.datasets.list().length,
  sites: study.sites.list().length,
  audit: study.audit.list().length,
})
const rowsOf = (study: StudyStore) => [
  ...study.ratings.forAnalysis({ task: 'classify', source: 'imported', withExcluded: true }),
]

describe('importing into a study', () => {
  it('stores ratings with the raters, models, images and stimuli that they name, marked as imported', () => {
    const study = newStudy()
    const outcome = importIntoStudy(study, file(lines), options)
    expect(outcome).toMatchObject({
      experiment: 'Imported ratings: classify',
      newRatings: 4,
      knownRatings: 0,
      raters: 2,
      models: [
        { name: 'cpr-1', cpr: 1, isKnown: false },
        { name: 'cpr-2', cpr: 2, isKnown: false },
      ],
    })
    const nameOf = new Map(study.models.list().map(({ id, name }) => [id, name]))
    const codeOf = new Map(study.raters.list().map(({ id, code }) => [id, code]))
    const keyOf = (id: string) => study.stimuli.get(id).key
    const stored = rowsOf(study).map((row) => [
      codeOf.get(row.raterId),
      keyOf(row.itemId),
      row.answer,
      row.className,
      nameOf.get(row.modelId),
      row.responseMs,
      row.source,
      row.site,
    ])
    expect(stored).toEqual([
      ['anna', 'i1 (cpr-1)', 'dog', 'dog', 'cpr-1', 900, 'imported', null],
      ['ben', 'i1 (cpr-1)', null, 'dog', 'cpr-1', 800, 'imported', null],
      ['anna', 'i1 (cpr-2)', 'cat', 'dog', 'cpr-2', 700, 'imported', null],
      ['ben', 'i2 (cpr-2)', 'cat', 'cat', 'cpr-2', null, 'imported', null],
    ])
    // Both maps of the photograph i1 belong to one image.
    expect(new Set(rowsOf(study).map(({ imageId }) => imageId)).size).toBe(2)
    expect([...study.ratings.forAnalysis({ task: 'classify', source: ['own', 'simulated'] })]).toEqual([])
    expect(study.integrityProblems()).toEqual([])
    expect(listImports(study)).toMatchObject([
      { fileName: 'ratings.csv', sha256: outcome.sha256, task: 'classify', ratings: 4, raters: 2 },
    ])
  })

  it('changes nothing when the same file comes again, under whatever name', () => {
    const study = newStudy()
    importIntoStudy(study, file(lines), options)
    const before = contentOf(study)
    const again = importIntoStudy(study, file(lines, 'copy.csv'), options)
    expect(again).toMatchObject({ newRatings: 0, knownRatings: 4, batchId: null })
    expect(again.importedBefore).toMatchObject({ fileName: 'ratings.csv' })
    expect(contentOf(study)).toEqual(before)
  })

  it.each([
    ['the whole first, then its halves', [lines, lines.slice(0, 2), lines.slice(2)], [4, 0, 0]],
    ['its halves, then the whole', [lines.slice(0, 2), lines.slice(2), lines], [2, 2, 0]],
    ['overlapping parts', [lines.slice(0, 3), lines.slice(1)], [3, 1]],
  ])('counts every answer of a split file once: %s', (_, parts, fresh) => {
    const study = newStudy()
    const counts = parts.map((part) => importIntoStudy(study, file(part), options).newRatings)
    expect(counts).toEqual(fresh)
    expect(study.ratings.counts().imported).toBe(4)
    // One person in several files is one rater.
    expect(study.raters.list().map(({ code }) => code)).toEqual(['anna', 'ben'])
  })

  it('keeps experiments apart that are named', () => {
    const study = newStudy()
    importIntoStudy(study, file(lines), { ...options, experiment: 'heat-maps' })
    const other = importIntoStudy(study, file(lines.slice(0, 3)), {
      ...options,
      experiment: 'occlusion-maps',
    })
    expect(other.newRatings).toBe(3)
    expect(study.stimuli.sets().map(({ name }) => name)).toEqual(['heat-maps', 'occlusion-maps'])
  })

  it('keeps raters of one code apart when they are of different sites', () => {
    const study = newStudy()
    importIntoStudy(study, file(lines), { ...options, site: 'Graz' })
    const second = importIntoStudy(study, file(lines.slice(0, 2)), { ...options, site: 'Universität Linz' })
    expect(second.newRatings).toBe(2)
    expect(study.raters.list()).toHaveLength(4)
    expect(new Set(rowsOf(study).map(({ site }) => site))).toEqual(new Set(['GRAZ', 'UNIVERSI']))
  })

  it("uses the study's own model of the same name, and knows its rate", () => {
    const study = newStudy()
    const own = study.models.add(aModel({ name: 'cpr-2', targetCpr: 2.5 }))
    const { models } = importIntoStudy(study, file(lines), options)
    expect(models).toContainEqual({ name: 'cpr-2', cpr: 2.5, isKnown: true })
    expect(rowsOf(study).some(({ modelId }) => modelId === own.id)).toBe(true)
  })
})

describe('a file that does not fit the study', () => {
  const refuse = (study: StudyStore, rows: readonly string[], more: Partial<StudyImportOptions> = {}) => {
    const before = contentOf(study)
    let message = ''
    try {
      importIntoStudy(study, file(rows), { ...options, ...more })
    } catch (error) {
      expect(error).toMatchObject({ code: 'import/refused' })
      message = (error as Error).message
    }
    expect(contentOf(study)).toEqual(before)
    return message
  }

  it.each([
    ['a model without a rate', ['anna,i1,dog,dog,small,1'], /line 2: .*'small' says no compression rate/],
    [
      'an item with two classes',
      ['anna,i1,dog,dog,cpr-1,1', 'ben,i1,dog,cat,cpr-1,1'],
      /line 3: .*class 'cat' here and 'dog' in line 2/,
    ],
    ['an image with two classes', ['a,i1,dog,dog,cpr-1,1', 'b,i1,dog,cat,cpr-2,1'], /line 3: The image 'i1'/],
    ["the study's word for no answer as a class", ['a,i1,unknown,dog,cpr-1,1'], /line 2: .*'unknown' cannot/],
    [
      'a name of 300 letters',
      [`${'a'.repeat(300)},i1,dog,dog,cpr-1,1`],
      /line 2: The rater's name .* longer/,
    ],
  ])('is refused and writes nothing: %s', (_, rows, message) => {
    expect(refuse(newStudy(), rows)).toMatch(message)
  })

  it('is refused where an answer differs from the one imported before', () => {
    const study = newStudy()
    importIntoStudy(study, file(lines), options)
    const message = refuse(study, [lines[1]!, 'anna,i1,cat,dog,cpr-1,900', 'eve,i1,dog,dog,cpr-1,5'])
    expect(message).toMatch(
      /line 3: 'anna' answers 'cat' to 'i1 \(cpr-1\)' here, and 'dog' .*ratings\.csv, line 2/,
    )
  })

  it('is refused where its experiment holds another task, or is the name of own stimuli', () => {
    const study = newStudy()
    importIntoStudy(study, file(lines), { ...options, experiment: 'e' })
    const likert = { ...mapping, task: 'likert' as const }
    expect(refuse(study, ['a,i1,4,dog,cpr-1,1'], { experiment: 'e', mapping: likert })).toMatch(
      /"e" holds classify ratings, and the file likert/,
    )
    study.stimuli.addSet({ name: 'own', datasetId: null, rendering: null, seed: null, options: {} }, [])
    expect(refuse(study, lines.slice(0, 1), { experiment: 'own' })).toMatch(/stimuli of its own called "own"/)
  })

  it('can be previewed, with what would be new', () => {
    const study = newStudy()
    importIntoStudy(study, file(lines.slice(0, 2)), options)
    const before = contentOf(study)
    const preview = previewStudyImport(study, file([...lines, 'eve,i3,dog,dog,tiny,1']), options)
    expect(preview).toMatchObject({
      experimentRatings: 2,
      knownRatings: 2,
      newRatings: 3,
      problemCount: 1,
      problems: [{ line: 6 }],
      importedModels: [
        { name: 'cpr-1', cpr: 1, isKnown: true },
        { name: 'cpr-2', cpr: 2, isKnown: false },
        { name: 'tiny', cpr: null, isKnown: false },
      ],
    })
    expect(contentOf(study)).toEqual(before)
  })
})

describe('what a file says beside its answers', () => {
  const grouped = { ...options, mapping: { ...mapping, raterGroup: 'group' } }
  const withGroups = (groups: readonly string[]) => ({
    name: 'groups.csv',
    bytes: Buffer.from(
      [`${header},group`, ...groups.map((group, row) => `${lines[row]},${group}`)].join('\n'),
    ),
  })

  it('gives raters their group, which the analysis reads', () => {
    const study = newStudy()
    importIntoStudy(study, withGroups(['students', 'experts', '', 'experts']), grouped)
    const groups = study.raters.list('imported').map(({ code, raterGroup }) => [code, raterGroup])
    expect(groups).toEqual([
      ['anna', 'students'],
      ['ben', 'experts'],
    ])
    expect(rowsOf(study).map(({ raterGroup }) => raterGroup)).toEqual([
      'students',
      'experts',
      'students',
      'experts',
    ])
  })

  it('is refused where a rater is of two groups', () => {
    const study = newStudy()
    expect(() => importIntoStudy(study, withGroups(['students', '', 'experts', '']), grouped)).toThrow(
      /line 4: The rater 'anna' is of the group 'experts' here, and of 'students' above/,
    )
    expect(study.raters.list('imported')).toEqual([])
  })

  it('dates answers by the time at which a Mechanical Turk assignment was submitted', () => {
    const study = newStudy()
    const columns = 'AssignmentId,WorkerId,SubmitTime,WorkTimeInSeconds,Input.image_url'
    const answers = 'Answer.algorithms.alg1,Answer.algorithms.alg2,Answer.algorithms.none'
    const row = (assignment: string, time: string) =>
      `${assignment},anna,${time},6,${assignment}_cpr-1_dog_cpr-2.png,true,false,false`
    // Pacific Daylight Time is 7 hours behind UTC.
    const rows = [row('a1', 'Mon Jun 14 06:10:25 PDT 2021'), row('a2', '')]
    const bytes = Buffer.from([`${columns},${answers}`, ...rows].join('\n'))
    const importedAt = new Date().toISOString()
    importIntoStudy(study, { name: 'batch.csv', bytes }, defaultStudyImportOptions)
    const [session] = study.sessions.list()
    const [first, second] = study.ratings.ofSession(session!.id)
    expect(first!.recordedAt).toBe('2021-06-14T13:10:25.000Z')
    expect(first!.responseMs).toBe(6000)
    expect(second!.recordedAt >= importedAt).toBe(true)
  })
})

describe.skipIf(publishedRatingsMissing !== '')(`the published files${publishedRatingsMissing}`, () => {
  it.each([
    ['classification', 7500],
    ['pairs', 5000],
  ] as const)('come into a study as they are: %s', (which, count) => {
    const study = newStudy()
    const published = publishedFile(which)
    expect(importIntoStudy(study, published, defaultStudyImportOptions).newRatings).toBe(count)
    const { ratings } = importRatings(published, defaultImportOptions)
    const task = ratings[0]!.row.task
    const stored = [...study.ratings.forAnalysis({ task, source: 'imported' })]
    const codeOf = new Map(study.raters.list().map(({ id, code }) => [id, code]))
    expect(stored.map(({ raterId, responseMs }) => [codeOf.get(raterId), responseMs])).toEqual(
      ratings.map(({ row }) => [row.raterId, row.responseMs]),
    )
    const again = importIntoStudy(study, published, defaultStudyImportOptions)
    expect(again).toMatchObject({ newRatings: 0, knownRatings: count, batchId: null })
  })
})

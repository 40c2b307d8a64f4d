import { describe, expect, it, onTestFinished } from 'vitest'
import { listedExperiments } from '../../../../src/main/jobs/findings/list-experiments'
import { readContents } from '../../../../src/main/jobs/study-contents'
import type { RecordedWrite } from '../../../../src/main/store/database/study-database'
import { openStudy } from '../../../../src/main/store/open-study'
import { openRehearsal } from '../../../../src/main/store/rehearsal'
import type { StudyStore } from '../../../../src/main/store/study-store'
import {
  importIntoStudy,
  previewStudyImport,
} from '../../../../src/main/transfer/study-import/import-into-study'
import { listImports } from '../../../../src/main/transfer/study-import/list-imports'
import type { ColumnMapping } from '../../../../src/shared/rating-import'
import { ratingSources } from '../../../../src/shared/rating-row'
import { defaultStudyImportOptions, type StudyImportOptions } from '../../../../src/shared/study-import'
import { mappedStudy } from '../../study/stored/mapped-study'
import { aModel, newStudy } from '../study-fixture'

const mapping: ColumnMapping = {
  task: 'classify',
  rater: 'who',
  item: 'what',
  answer: 'said',
  className: 'class',
  model: 'net',
  site: 'lab',
  timeUnit: 'ms',
  noChoice: [],
}
const options: StudyImportOptions = { ...defaultStudyImportOptions, mapping, experiment: 'Pilot' }
const file = (name: string, ...rows: string[]) => ({
  name,
  bytes: Buffer.from(['who,what,said,class,net,lab', ...rows].join('\n')),
})
const first = file('first.csv', 'anna,i1,dog,dog,cpr-1,Bonn', 'ben,i1,cat,dog,cpr-1,Bonn')
/** New beside the first: a lab, a rater, a model, two items with their images, a class. */
const second = file(
  'second.csv',
  'anna,i2,dog,dog,cpr-8,Bonn',
  'cleo,i3,church,church,cpr-8,Kiel',
  'cleo,i1,dog,dog,cpr-1,Kiel',
)

/** A study with data and models of its own and an import, and what another import would write. */
function importedStudy() {
  const { store } = mappedStudy()
  importIntoStudy(store, first, options)
  const { study: copy, writes } = openRehearsal(store.paths.folder)
  importIntoStudy(copy, second, options)
  copy.close()
  return { store, writes }
}

/** Whatever a page, a report or a command can ask a study for. */
function shown(study: StudyStore) {
  const datasets = study.datasets.list()
  return {
    counts: study.counts(),
    contents: readContents(study),
    sites: study.sites.list(),
    datasets,
    images: datasets.map(({ id }) => [study.images.list(id), study.images.counts(id)]),
    models: study.models.list(),
    raters: study.raters.list(),
    imported: study.raters.list('imported'),
    batches: study.raters.batches(),
    sessions: study.sessions.list(),
    sets: study.stimuli.sets().map(({ id }) => study.stimuli.ofSet(id)),
    plans: study.plans.list().map(({ id }) => study.plans.slots(id)),
    answers: ratingSources.map((source) => [...study.ratings.forAnalysis({ task: 'classify', source })]),
    imports: listImports(study),
    experiments: listedExperiments(study),
    preview: previewStudyImport(study, second, options),
    found: {
      model: study.models.findByName('cpr-8'),
      rater: study.raters.findImported('anna', study.sites.list()[0]!.id),
      file: study.raters.findImport(previewStudyImport(study, second, options).sha256),
    },
    audit: study.audit.list(),
  }
}

/** Stages changes one by one, and looks before and after each. */
function stageAll(store: StudyStore, writes: readonly RecordedWrite[], look: () => void): RecordedWrite[] {
  const rest: RecordedWrite[] = []
  for (const write of writes) {
    if (store.staging.canStage(write)) store.staging.add([write])
    else rest.push(write)
    look()
  }
  return rest
}

describe('what is staged', () => {
  it('shows nowhere until it is published, neither here nor to who reads beside', () => {
    const { store, writes } = importedStudy()
    const beside = openStudy(store.paths.folder, { isReadOnly: true })
    onTestFinished(() => beside.close())
    const before = shown(store)
    const rest = stageAll(store, writes, () => {
      expect(shown(store)).toEqual(before)
      expect(shown(beside)).toEqual(before)
    })
    expect(rest.length).toBeLessThan(writes.length / 2)
    store.staging.publish(rest)
    expect(shown(store)).toEqual(shown(beside))
    const after = shown(store)
    expect(after.counts.ratings.imported).toBe(before.counts.ratings.imported + 3)
    expect(after.sites.map(({ prefix }) => prefix)).toEqual(['BONN', 'KIEL', 'ULM'])
    expect(after.models.map(({ name }) => name)).toEqual(['cpr-1', 'cpr-2', 'cpr-8'])
    expect(after.datasets.at(-1)!.classes).toEqual(['cat', 'dog', 'church'])
    expect(after.raters.length).toBe(before.raters.length + 1)
    expect(after.imports.length).toBe(2)
    expect(store.integrityProblems()).toEqual([])
  })

  it('is gone when it is discarded, in whatever pieces', () => {
    const { store, writes } = importedStudy()
    const before = shown(store)
    stageAll(store, writes, () => undefined)
    while (!store.staging.discard(1)) expect(shown(store)).toEqual(before)
    expect(shown(store)).toEqual(before)
    const again = openRehearsal(store.paths.folder).study
    onTestFinished(() => again.close())
    expect(importIntoStudy(again, second, options).newRatings).toBe(3)
    expect(store.integrityProblems()).toEqual([])
  })

  it('keeps its names from others', () => {
    const { store, writes } = importedStudy()
    stageAll(store, writes, () => undefined)
    expect(() => store.models.add(aModel({ name: 'cpr-8' }))).toThrow(
      expect.objectContaining({ code: 'store/conflict' }),
    )
  })

  it('is never a change to what is there', () => {
    const store = newStudy()
    const change = { sql: 'UPDATE site SET name = ?', parameters: ['Bonn'] }
    expect(store.staging.canStage(change)).toBe(false)
    expect(() => store.staging.add([change])).toThrow(expect.objectContaining({ code: 'store/refused' }))
    expect(store.sites.list().map(({ name }) => name)).toEqual(['Ulm'])
  })
})

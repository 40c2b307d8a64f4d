import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createStudy } from '../../../../src/main/store/create-study'
import { openStudy } from '../../../../src/main/store/open-study'
import type { StudyStore } from '../../../../src/main/store/study-store'
import { importIntoStudy } from '../../../../src/main/transfer/study-import/import-into-study'
import { procedures } from '../../../../src/shared/api'
import { unwrap } from '../../../../src/shared/errors'
import { defaultStudyImportOptions } from '../../../../src/shared/study-import'
import { openTestHost } from '../../../support/open-test-host'
import { rawCount } from '../../../support/raw-count'
import { newStudy, temporaryFolder } from '../../store/study-fixture'

const raters = Array.from({ length: 30 }, (_, index) => `r${index}`)
const lines = raters.flatMap((rater) =>
  Array.from(
    { length: 40 },
    (_, item) => `${rater},dog-${item},${item % 7 === 0 ? 'cat' : 'dog'},dog,cpr-2,800`,
  ),
)
const csv = ['rater,item,answer,class,model,ms', ...lines].join('\n')
const file = { name: 'ratings.csv', base64: Buffer.from(csv).toString('base64') }
const mapping = {
  task: 'classify' as const,
  rater: 'rater',
  item: 'item',
  answer: 'answer',
  className: 'class',
  model: 'model',
  time: 'ms',
  timeUnit: 'ms' as const,
  noChoice: [],
}
const options = { ...defaultStudyImportOptions, mapping, experiment: 'Pilot' }

/** Everything that an import adds to, in numbers. */
const contents = (study: StudyStore) => ({
  counts: study.counts(),
  sites: study.sites.list().length,
  raters: study.raters.list().length,
  batches: study.raters.batches().length,
  sessions: study.sessions.list().length,
  audit: study.audit.list().length,
  problems: study.integrityProblems(),
})

async function opened(study: StudyStore) {
  const host = await openTestHost({ study })
  const call = (
    procedure: 'ratings.import' | 'ratings.cancelImport' | 'ratings.currentImport',
    input?: unknown,
  ) => host.answer({ caller: { role: 'studio' }, procedure, input })
  return { host, call }
}

async function importing(study = newStudy()) {
  const { host, call } = await opened(study)
  const done = call('ratings.import', { file, options })
  const begun = async () => {
    while (rawCount(study.paths.database, 'staged_row') === 0) await wait(1)
  }
  return { study, host, call, done, begun }
}

test('brings in what the command line does, and nothing when it comes again', async () => {
  const { study, call, done } = await importing()
  const outcome = procedures['ratings.import'].output.parse(unwrap(await done))
  const other = newStudy()
  const same = importIntoStudy(other, { name: file.name, bytes: Buffer.from(csv) }, options)
  expect({ ...outcome, batchId: null }).toEqual({ ...same, batchId: null })
  expect(contents(study)).toEqual(contents(other))
  expect(outcome.newRatings).toBe(1200)
  const again = unwrap(await call('ratings.import', { file, options }))
  expect(again).toMatchObject({ newRatings: 0, knownRatings: 1200, batchId: null })
  expect(contents(study)).toEqual(contents(other))
})

test('shows nothing of an import before it is complete', async () => {
  const study = newStudy()
  const before = contents(study)
  const { done, begun } = await importing(study)
  await begun()
  expect(contents(study)).toEqual(before)
  expect(unwrap(await done)).toMatchObject({ newRatings: 1200 })
  expect(study.counts().ratings.imported).toBe(1200)
})

test('leaves the study as it was when it is cancelled', async () => {
  const study = newStudy()
  const before = contents(study)
  const { call, done, begun } = await importing(study)
  await begun()
  unwrap(await call('ratings.cancelImport'))
  expect(await done).toMatchObject({
    ok: false,
    error: { code: 'job/cancelled', message: expect.stringContaining('nothing of it was kept') as string },
  })
  expect(contents(study)).toEqual(before)
})

test('takes one file at a time', async () => {
  const { call, done } = await importing()
  expect(await call('ratings.import', { file, options })).toMatchObject({ error: { code: 'store/conflict' } })
  expect(unwrap(await done)).toMatchObject({ newRatings: 1200 })
})

test('leaves nothing behind when the program ends in the middle', async () => {
  const folder = join(temporaryFolder(), 'study')
  const study = createStudy(folder, { name: 'Ended', siteName: 'Ulm', sitePrefix: 'ULM' })
  const before = contents(study)
  const { host, done, begun } = await importing(study)
  await begun()
  await host.close()
  expect(await done).toMatchObject({ ok: false, error: { code: 'job/cancelled' } })
  const reopened = openStudy(folder)
  onTestFinished(() => reopened.close())
  expect(contents(reopened)).toEqual(before)
})

test('refuses a file with a problem as a whole', async () => {
  const { study, call, done } = await importing()
  await done
  const before = contents(study)
  const wrong = Buffer.from(`${csv}\n,dog-1,dog,dog,cpr-2,1`).toString('base64')
  const answer = await call('ratings.import', { file: { name: 'wrong.csv', base64: wrong }, options })
  expect(answer).toMatchObject({ ok: false, error: { code: 'import/refused' } })
  expect(contents(study)).toEqual(before)
})

describe('what every page is told of an import', () => {
  const runSchema = procedures['ratings.currentImport'].output

  test('is nothing before the first, how far it is, and how it ended', async () => {
    const study = newStudy()
    const { call: callEmpty } = await opened(newStudy())
    expect(unwrap(await callEmpty('ratings.currentImport'))).toBeNull()
    const { host, call, done, begun } = await importing(study)
    const heard: unknown[] = []
    const listener = { hear: (_name: string, run: unknown) => void heard.push(run), end: () => undefined }
    host.hub.subscribe({ role: 'studio' }, listener)
    await begun()
    const running = runSchema.parse(unwrap(await call('ratings.currentImport')))
    expect(running).toMatchObject({ state: 'running', fileName: 'ratings.csv' })
    const outcome = unwrap(await done)
    const ended = { id: running!.id, fileName: 'ratings.csv', state: 'done', outcome }
    expect(unwrap(await call('ratings.currentImport'))).toEqual(ended)
    expect(heard).toContainEqual(ended)
  })

  test('is why it failed, and that it was cancelled', async () => {
    const { call, done, begun } = await importing()
    await begun()
    unwrap(await call('ratings.cancelImport'))
    await done
    const cancelled = unwrap(await call('ratings.currentImport'))
    expect(cancelled).toMatchObject({ state: 'failed', error: { code: 'job/cancelled' } })
    const wrong = Buffer.from(`${csv}\n,dog-1,dog,dog,cpr-2,1`).toString('base64')
    const refused = await call('ratings.import', { file: { name: 'wrong.csv', base64: wrong }, options })
    const { error } = refused as { error: unknown }
    expect(unwrap(await call('ratings.currentImport'))).toMatchObject({
      state: 'failed',
      fileName: 'wrong.csv',
      error,
    })
  })

  test('is nothing of another study', async () => {
    const { call, host, done } = await importing()
    await done
    host.studies.replace(null)
    expect(unwrap(await call('ratings.currentImport'))).toBeNull()
  })
})

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RecentStudies } from '../../../src/main/station/recent-studies'
import { createStudy } from '../../../src/main/store/create-study'
import { openStudy } from '../../../src/main/store/open-study'
import type { StudyOverview } from '../../../src/shared/study-overview'
import type { StudyChoices } from '../../../src/shared/study-procedures'
import { openTestHost } from '../../support/open-test-host'
import type { StationClient } from '../../support/station-client'
import { newStudy, plannedStudy, startSession, temporaryFolder } from '../store/study-fixture'

const texts = { name: 'Less is more', description: '', siteName: 'Ulm', sitePrefix: 'ULM' }

/** A host whose studio calls over HTTP, with folders that go when the test ends. */
async function studio(options: Parameters<typeof openTestHost>[0] = {}) {
  const folder = temporaryFolder()
  const host = await openTestHost({ settingsFolder: join(folder, 'settings'), ...options })
  const client = await host.signedIn('studio')
  return { host, folder, client }
}

async function valueOf<T>(client: StationClient, procedure: string, input?: unknown): Promise<T> {
  const result = await client.call(procedure, input)
  expect(result).toMatchObject({ ok: true })
  return (result as { value: T }).value
}

const failure = (code: string, message: RegExp) => ({
  ok: false,
  error: { code, message: expect.stringMatching(message) },
})

describe('a study in the studio', () => {
  test('is made, and is the one that is open from then on', async () => {
    const { client, folder, host } = await studio()
    expect(await valueOf(client, 'study.current')).toBeNull()
    const made = await valueOf<StudyOverview>(client, 'study.create', { folder: join(folder, 'a'), ...texts })
    expect(made).toMatchObject({
      name: 'Less is more',
      folder: join(folder, 'a'),
      site: { name: 'Ulm', prefix: 'ULM' },
      counts: { models: 0, sessions: { running: 0 }, ratings: { own: 0, simulated: 0, imported: 0 } },
      stages: { data: 'empty', models: 'empty', sessions: 'empty', analysis: 'empty' },
    })
    expect(await valueOf(client, 'study.current')).toEqual(made)
    expect(host.studies.require().study.get().id).toBe(made.id)
  })

  test('gives way to another, and is free for other programs then', async () => {
    const { client, folder } = await studio()
    await valueOf(client, 'study.create', { folder: join(folder, 'a'), ...texts })
    await valueOf(client, 'study.create', { folder: join(folder, 'b'), ...texts, name: 'Another' })
    openStudy(join(folder, 'a')).close()
    expect(() => openStudy(join(folder, 'b'))).toThrow(/is open in process/)
    await valueOf(client, 'study.close')
    openStudy(join(folder, 'b')).close()
    expect(await valueOf(client, 'study.current')).toBeNull()
  })

  test('stays open where the other one cannot be opened, and the message says why', async () => {
    const { client, folder } = await studio()
    const made = await valueOf<StudyOverview>(client, 'study.create', { folder: join(folder, 'a'), ...texts })
    const held = createStudy(join(folder, 'held'), texts)
    mkdirSync(join(folder, 'full'))
    writeFileSync(join(folder, 'full/notes.txt'), '')
    const open = (path: string) => client.call('study.open', { folder: path })
    expect(await open(join(folder, 'held'))).toMatchObject(failure('store/locked', /open in process/))
    expect(await open(join(folder, 'nothing'))).toMatchObject(failure('store/not-a-study', /nothing/))
    expect(await open('my-study')).toMatchObject(failure('study/bad-folder', /whole path/))
    expect(await client.call('study.create', { folder: join(folder, 'full'), ...texts })).toMatchObject(
      failure('file/exists', /notes\.txt/),
    )
    held.close()
    createStudy(join(folder, 'bad'), texts).close()
    writeFileSync(join(folder, 'bad/desks.json'), '{}')
    expect(await open(join(folder, 'bad'))).toMatchObject(failure('station/cannot-open', /desks\.json/))
    openStudy(join(folder, 'bad')).close() // it was not kept
    expect(await valueOf(client, 'study.current')).toEqual(made)
  })

  test('that is open already is given again', async () => {
    const { client, folder } = await studio()
    const made = await valueOf(client, 'study.create', { folder: join(folder, 'a'), ...texts })
    expect(await valueOf(client, 'study.open', { folder: join(folder, '.', 'a') })).toEqual(made)
  })

  test('stays open while a person rates', async () => {
    const planned = plannedStudy()
    const { store } = planned
    const { session } = startSession(planned)
    const { client, folder } = await studio({ study: store })
    const busy = failure('study/busy', /"Less is more" stays open: 1 session is running/)
    expect(await client.call('study.close')).toMatchObject(busy)
    expect(await client.call('study.create', { folder: join(folder, 'a'), ...texts })).toMatchObject(busy)
    expect(existsSync(join(folder, 'a'))).toBe(false)
    expect(await valueOf(client, 'study.current')).toMatchObject({ stages: { sessions: 'working' } })
    store.sessions.move(session.id, 'interrupted', 'The power went.')
    await valueOf(client, 'study.close')
  })

  test('stays open while a job runs', async () => {
    const study = newStudy()
    const { client } = await studio({ study })
    study.jobs.start(study.jobs.add({ kind: 'train', request: {} }).id)
    expect(await client.call('study.close')).toMatchObject(failure('study/busy', /1 job is running/))
  })
})

describe('desks', () => {
  test('belong to the study: they go with it and come back with it', async () => {
    const { client, folder, host } = await studio()
    await valueOf(client, 'study.create', { folder: join(folder, 'a'), ...texts })
    const desk = await host.atDesk('Desk 1')
    await valueOf(client, 'study.create', { folder: join(folder, 'b'), ...texts })
    expect(host.seats.list()).toEqual([])
    expect(await desk.call('seat.self')).toMatchObject(failure('api/signed-out', /./))
    await valueOf(client, 'study.open', { folder: join(folder, 'a') })
    expect(await desk.call('seat.self')).toMatchObject({ ok: true, value: { label: 'Desk 1' } })
  })
})

describe('recent studies', () => {
  test('are remembered from start to start, the last one first, and say when they are gone', async () => {
    const { client, folder } = await studio()
    for (const name of ['a', 'b', 'a']) {
      if (existsSync(join(folder, name))) await valueOf(client, 'study.open', { folder: join(folder, name) })
      else await valueOf(client, 'study.create', { folder: join(folder, name), ...texts, name })
    }
    const again = new RecentStudies(join(folder, 'settings'))
    expect(again.list()).toMatchObject([
      { folder: join(folder, 'a'), name: 'a', isThere: true },
      { folder: join(folder, 'b'), name: 'b', isThere: true },
    ])
    again.add({ folder: join(folder, 'gone'), name: 'gone', openedAt: '2026-01-31T09:30:00.000Z' })
    expect(again.list()[0]).toMatchObject({ name: 'gone', isThere: false })
    again.remove(join(folder, 'gone'))
    expect(new RecentStudies(join(folder, 'settings')).list()).toHaveLength(2)
    const { recent, canPickFolder } = await valueOf<StudyChoices>(client, 'study.recent')
    expect([recent.length, canPickFolder]).toEqual([2, false])
    await valueOf(client, 'study.forget', { folder: join(folder, 'b') })
    expect((await valueOf<StudyChoices>(client, 'study.recent')).recent).toHaveLength(1)
  })

  test('are none where the list is damaged', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'recent-studies.json'), '{"format":"something else"}')
    expect(new RecentStudies(folder).list()).toEqual([])
  })
})

describe('study.changed', () => {
  test('tells the studio which study is open, at once, and soon what it holds; desks hear nothing of it', async () => {
    const { client, folder, host } = await studio()
    const heard: unknown[] = []
    host.hub.subscribe(
      { role: 'studio' },
      { hear: (name, payload) => name === 'study.changed' && heard.push(payload), end: () => undefined },
    )
    const deskHeard: string[] = []
    host.hub.subscribe({ role: 'supervisor' }, { hear: (name) => deskHeard.push(name), end: () => undefined })
    const made = await valueOf(client, 'study.create', { folder: join(folder, 'a'), ...texts })
    expect(heard).toEqual([{ study: made }])
    host.studies.require().protocols.add('a protocol', {})
    for (let change = 0; change < 5; change++) host.studies.noteChange()
    await expect.poll(() => heard).toHaveLength(2)
    expect(heard[1]).toMatchObject({ study: { counts: { protocols: 1 } } })
    await valueOf(client, 'study.close')
    expect(heard.slice(2)).toEqual([{ study: null }])
    expect(deskHeard).not.toContain('study.changed')
  })
})

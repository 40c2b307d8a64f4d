import Database from 'better-sqlite3'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createStudy } from '../../../src/main/store/create-study'
import { openStudy } from '../../../src/main/store/open-study'
import { newStudy, temporaryFolder } from './study-fixture'

describe('createStudy', () => {
  it('makes a folder with a database that opens again', () => {
    const folder = join(temporaryFolder(), 'a', 'study')
    const store = newStudy(folder)
    const made = store.study.get()
    expect(made).toMatchObject({ name: 'Less is more', description: '' })
    expect(store.sites.get(made.siteId)).toMatchObject({ name: 'Ulm', prefix: 'ULM' })
    store.close()
    expect(readdirSync(folder).sort()).toEqual(['artifacts', 'study.lock', 'study.sqlite'])
    const again = openStudy(folder)
    expect(again.study.get()).toEqual(made)
    again.close()
  })

  it('flushes every commit to the disk and checks foreign keys', () => {
    const store = newStudy()
    expect(readFileSync(store.paths.database).subarray(18, 20)).toEqual(Buffer.from([2, 2])) // WAL
    expect(store.integrityProblems()).toEqual([])
  })

  it('leaves nothing behind when a field is wrong', () => {
    const parent = temporaryFolder()
    const study = { name: 'x', siteName: 'Ulm', sitePrefix: 'ulm!' }
    expect(() => createStudy(join(parent, 'a', 'b'), study)).toThrow(
      expect.objectContaining({
        code: 'store/refused',
        message: expect.stringContaining('prefix') as string,
      }),
    )
    expect(readdirSync(parent)).toEqual([])
  })

  it('never touches a folder with anything in it', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'thesis.txt'), 'mine')
    const study = { name: 'x', siteName: 'Ulm', sitePrefix: 'ULM' }
    expect(() => createStudy(folder, study)).toThrow(expect.objectContaining({ code: 'file/exists' }))
    expect(readdirSync(folder)).toEqual(['thesis.txt'])
  })

  it('refuses a folder that is a study already', () => {
    const { paths } = newStudy()
    const study = { name: 'x', siteName: 'Ulm', sitePrefix: 'ULM' }
    expect(() => createStudy(paths.folder, study)).toThrow(/is a study already/)
  })

  it('begins anew after a creation that was killed', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, '.study.sqlite.partial'), 'half')
    newStudy(folder)
    expect(existsSync(join(folder, '.study.sqlite.partial'))).toBe(false)
  })
})

describe('openStudy', () => {
  it('refuses a folder that is no study', () => {
    expect(() => openStudy(temporaryFolder())).toThrow(expect.objectContaining({ code: 'store/not-a-study' }))
  })

  it('refuses another program’s SQLite file and leaves it as it was', () => {
    const folder = temporaryFolder()
    const file = join(folder, 'study.sqlite')
    const foreign = new Database(file)
    foreign.exec('CREATE TABLE holiday (photo TEXT)')
    foreign.close()
    const before = readFileSync(file)
    for (const isReadOnly of [true, false]) {
      expect(() => openStudy(folder, { isReadOnly })).toThrow(/another program, not a Sweetspot study/)
    }
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('refuses a file that is no database', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'study.sqlite'), 'x'.repeat(5000))
    expect(() => openStudy(folder)).toThrow(expect.objectContaining({ code: 'store/damaged' }))
  })

  it('refuses a newer schema', () => {
    const store = newStudy()
    store.close()
    const database = new Database(store.paths.database)
    database.pragma('user_version = 999')
    database.close()
    expect(() => openStudy(store.paths.folder)).toThrow(
      expect.objectContaining({
        code: 'store/newer-schema',
        message: expect.stringContaining('999') as string,
      }),
    )
  })

  it('belongs to one writer, and may be read beside it', () => {
    const writer = newStudy()
    expect(() => openStudy(writer.paths.folder)).toThrow(
      expect.objectContaining({
        code: 'store/locked',
        message: expect.stringContaining(`process ${process.pid} on ${hostname()}`) as string,
      }),
    )
    const reader = openStudy(writer.paths.folder, { isReadOnly: true })
    writer.study.describe({ name: 'Renamed', description: '' })
    expect(reader.study.get().name).toBe('Renamed')
    expect(() => reader.study.describe({ name: 'No', description: '' })).toThrow(
      expect.objectContaining({ code: 'store/read-only' }),
    )
    reader.close()
    writer.close()
    openStudy(writer.paths.folder).close()
  })

  it('says which sessions and jobs a dead process left', () => {
    const store = newStudy()
    const going = store.jobs.add({ kind: 'train', request: {} })
    const lost = store.jobs.add({ kind: 'maps', request: {} })
    for (const { id } of [going, lost]) store.jobs.start(id)
    const checkpoint = join(store.paths.artifacts, 'jobs', going.id, 'checkpoint')
    mkdirSync(checkpoint, { recursive: true })
    writeFileSync(join(checkpoint, 'epoch-3.safetensors'), '')
    store.close()
    const again = openStudy(store.paths.folder)
    const message = `The program (process ${process.pid} on ${hostname()}) ended while the job was running.`
    expect(again.jobs.get(going.id)).toMatchObject({
      state: 'interrupted',
      isResumable: true,
      reason: message,
    })
    expect(again.jobs.get(lost.id)).toMatchObject({ state: 'interrupted', isResumable: false })
    again.close()
  })
})

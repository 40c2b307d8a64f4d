import Database from 'better-sqlite3'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { backUp } from '../../../src/main/store/database/back-up'
import {
  applicationId,
  migrate,
  newestVersion,
  readSchemaVersion,
} from '../../../src/main/store/database/migrate'
import { migrations } from '../../../src/main/store/migrations'
import type { Migration } from '../../../src/main/store/migrations/migration'
import { openStudy } from '../../../src/main/store/open-study'
import { newStudy, plannedStudy, temporaryFolder } from './study-fixture'

const latestVersion = newestVersion(migrations)

it('numbers migrations from 1 without gaps', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
})

/** An open file of the first schema with a study in it. */
function firstSchema() {
  const { store } = plannedStudy()
  store.close()
  return { file: store.paths.database, database: new Database(store.paths.database) }
}

it('takes a step in one piece, and knows the new number', () => {
  const { database, file } = firstSchema()
  const step: Migration = {
    version: latestVersion + 1,
    name: 'colour',
    up: (db) => void db.exec(`ALTER TABLE model ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'`),
  }
  migrate(database, latestVersion, [...migrations, step])
  expect(database.pragma('user_version', { simple: true })).toBe(latestVersion + 1)
  expect(database.prepare('SELECT DISTINCT colour FROM model').pluck().all()).toEqual(['grey'])
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1)
  expect(() => readSchemaVersion(database, file, migrations)).toThrow(
    expect.objectContaining({ code: 'store/newer-schema' }),
  )
  database.close()
})

it.each([
  ['that fails', 'CREATE TABLE shade (id TEXT); SELECT no_such_function()'],
  ['that leaves rows which point to nothing', 'CREATE TABLE shade (id TEXT); DELETE FROM dataset'],
])('leaves everything as it was after a step %s', (_, sql) => {
  const { database } = firstSchema()
  const step: Migration = { version: latestVersion + 1, name: 'broken', up: (db) => void db.exec(sql) }
  expect(() => migrate(database, latestVersion, [...migrations, step])).toThrow(
    expect.objectContaining({
      code: 'store/migration-failed',
      message: expect.stringContaining('broken') as string,
    }),
  )
  expect(database.pragma('user_version', { simple: true })).toBe(latestVersion)
  expect(database.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'shade'`).pluck().get()).toBe(0)
  expect(database.prepare('SELECT count(*) FROM dataset').pluck().get()).toBe(1)
  database.close()
})

it('copies a database that is in use, whole', () => {
  const { store } = plannedStudy()
  const copy = join(temporaryFolder(), 'copy.sqlite')
  const writer = new Database(store.paths.database)
  backUp(writer, copy)
  writer.close()
  const database = new Database(copy, { readonly: true })
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(database.prepare('SELECT count(*) FROM model').pluck().get()).toBe(2)
  database.close()
})

it('copies the database before it is brought up to date', () => {
  const store = newStudy()
  store.close()
  const steps = [...migrations, { version: latestVersion + 1, name: 'no change', up: () => undefined }]
  expect(() => openStudy(store.paths.folder, { isReadOnly: true, steps })).toThrow(/older Sweetspot/)
  const study = openStudy(store.paths.folder, { steps })
  expect(study.study.get().name).toBe('Less is more')
  study.close()
  const [backup, ...others] = readdirSync(store.paths.backups)
  expect([backup, others]).toEqual([expect.stringMatching(`^study-schema-${latestVersion}-.*\\.sqlite$`), []])
  const database = new Database(join(store.paths.backups, backup!), { readonly: true })
  expect(database.pragma('user_version', { simple: true })).toBe(latestVersion)
  database.close()
  expect(() => openStudy(store.paths.folder)).toThrow(expect.objectContaining({ code: 'store/newer-schema' }))
})

it('brings a study of the first schema to this one, after a copy', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'study.sqlite')
  const old = new Database(file)
  old.pragma(`application_id = ${applicationId}`)
  migrate(old, 0, migrations.slice(0, 1))
  old.exec(`INSERT INTO site VALUES ('0190a0a0-0000-7000-8000-000000000001', 'Ulm', 'ULM', '2026-01-01T00:00:00.000Z');
    INSERT INTO rater VALUES ('0190a0a0-0000-7000-8000-000000000002', 'ULM-1', '0190a0a0-0000-7000-8000-000000000001',
      'own', NULL, NULL, '2026-01-01T00:00:00.000Z')`)
  old.close()
  const study = openStudy(folder)
  expect(study.raters.list().map(({ code }) => code)).toEqual(['ULM-1'])
  expect(study.integrityProblems()).toEqual([])
  const [rater] = study.raters.list()
  const batch = study.raters.addBatch({
    source: 'imported',
    name: 'b.csv',
    sha256: 'a'.repeat(64),
    seed: null,
    parameters: {},
  })
  const session = { raterId: rater!.id, source: 'own' as const, siteId: rater!.siteId, batchId: batch.id }
  expect(() => study.sessions.create(session)).toThrow(expect.objectContaining({ code: 'store/refused' }))
  study.close()
  expect(readdirSync(study.paths.backups)).toEqual([expect.stringMatching(/^study-schema-1-.*\.sqlite$/)])
})

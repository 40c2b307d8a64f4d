import Database from 'better-sqlite3'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { backUp } from '../../../src/main/store/database/back-up'
import { migrate, newestVersion, readSchemaVersion } from '../../../src/main/store/database/migrate'
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

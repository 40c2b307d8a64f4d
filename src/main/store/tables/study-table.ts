import { z } from 'zod'
import { siteSchema, studySchema, type Site, type Study } from '../../../shared/records/study-records'
import { createRecordTable } from '../database/record-table'
import { timestampOf } from '../environment'
import type { Fresh, TableContext } from './table-context'

/** The study's own row and its settings. */
export interface StudyTable {
  get(): Study
  /** Once, when the study is made. @throws StudioError `store/conflict` for a second time */
  create(study: Fresh<Study>): Study
  /** @throws StudioError `store/refused` */
  describe(texts: { readonly name: string; readonly description: string }): Study
  /** A setting's value, checked by `schema`; undefined where it was never set. @throws z.ZodError */
  setting<S extends z.ZodType>(key: string, schema: S): z.output<S> | undefined
  setSetting(key: string, value: z.core.util.JSONType): void
}

export function createStudyTable({ database, environment }: TableContext): StudyTable {
  const studies = createRecordTable(database, { table: 'study', schema: studySchema })
  const get = () => studies.firstWhere('only_row = 1')!
  return {
    get,
    create: ({ id = environment.newId(), ...study }) =>
      studies.insert({ id, ...study, createdAt: timestampOf(environment) }),
    describe: ({ name, description }) => {
      database.statement('UPDATE study SET name = ?, description = ?').run([name.trim(), description])
      return get()
    },
    setting: (key, schema) => {
      const row = database.statement('SELECT value FROM setting WHERE key = ?').get([key])
      if (row === undefined) return undefined
      return schema.parse(JSON.parse(z.object({ value: z.string() }).parse(row).value))
    },
    setSetting: (key, value) => {
      database
        .statement(
          'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        )
        .run([key, JSON.stringify(value)])
    },
  }
}

/** Laboratories. */
export interface SiteTable {
  list(): readonly Site[]
  get(id: string): Site
  /** @throws StudioError `store/conflict` for a prefix that another site has */
  add(site: { readonly name: string; readonly prefix: string; readonly id?: string }): Site
}

export function createSiteTable({ database, environment }: TableContext): SiteTable {
  const sites = createRecordTable(database, { table: 'site', schema: siteSchema })
  return {
    list: () => sites.where('1 ORDER BY prefix'),
    get: sites.require,
    add: ({ name, prefix, id }) =>
      sites.insert({ id: id ?? environment.newId(), name, prefix, createdAt: timestampOf(environment) }),
  }
}

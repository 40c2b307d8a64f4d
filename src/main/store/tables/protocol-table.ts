import { createHash } from 'node:crypto'
import { z } from 'zod'
import { StudioError } from '../../../shared/errors'
import { protocolSchema, type Protocol } from '../../../shared/records/plan-records'
import { createRecordTable } from '../database/record-table'
import { timestampOf } from '../environment'
import type { TableContext } from './table-context'

export type ProtocolContent = Protocol['content']

/** What a version is called. */
const labelSchema = z.object({ id: z.string(), name: z.string(), version: z.int() })
type ProtocolLabel = Readonly<z.infer<typeof labelSchema>>

/** A row that is no valid protocol any more. */
export interface DamagedProtocol extends ProtocolLabel {
  /** What is wrong with it, and what to do. */
  readonly reason: string
}

/** Protocols. The store does not look into their content; the study room checks it. */
export interface ProtocolTable {
  /** By name, then version; those that are damaged are in `damaged`. */
  list(): readonly Protocol[]
  /** By name, then version. */
  damaged(): readonly DamagedProtocol[]
  /** @throws StudioError `store/damaged` */
  get(id: string): Protocol
  /** What a version is called, damaged or not. @throws StudioError `store/not-found` */
  label(id: string): ProtocolLabel
  /** The newest version of a name, damaged or not; 0 for a name that is free. */
  latestVersion(name: string): number
  /** A new protocol, or the next version of its name. */
  add(name: string, content: ProtocolContent): Protocol
  /** @throws StudioError `store/refused` once a session has used it */
  edit(id: string, content: ProtocolContent): Protocol
  /** A copy that may be changed: the next version of the same name. */
  copy(id: string): Protocol
}

const versionRow = labelSchema.pick({ version: true })

export function createProtocolTable({ database, environment }: TableContext): ProtocolTable {
  const protocols = createRecordTable(database, {
    table: 'protocol',
    schema: protocolSchema,
    json: ['content'],
  })
  const sorted = () => protocols.sort('1 ORDER BY name, version')
  const latestVersion = (name: string): number => {
    const sql = 'SELECT coalesce(max(version), 0) AS "version" FROM protocol WHERE name = ?'
    return versionRow.parse(database.statement(sql).get([name.trim()])).version
  }
  const insert = (name: string, content: ProtocolContent, copiedFromId: string | null) =>
    database.transaction(() =>
      protocols.insert({
        id: environment.newId(),
        name,
        version: latestVersion(name) + 1,
        content,
        sha256: hashOf(content),
        copiedFromId,
        frozenAt: null,
        createdAt: timestampOf(environment),
      }),
    )
  return {
    list: () => sorted().records,
    damaged: () =>
      sorted().damaged.map(({ row, error }) => ({
        ...labelSchema.parse(row),
        reason: `${error.message} Restore the study's file from a backup.`,
      })),
    get: protocols.require,
    label: (id) => {
      const row = database.statement('SELECT id, name, version FROM protocol WHERE id = ?').get([id])
      if (row !== undefined) return labelSchema.parse(row)
      throw new StudioError('store/not-found', `The study has no protocol with the id ${id}.`)
    },
    latestVersion,
    add: (name, content) => insert(name, content, null),
    edit: (id, content) => {
      database
        .statement('UPDATE protocol SET content = ?, sha256 = ? WHERE id = ?')
        .run([JSON.stringify(content), hashOf(content), id])
      return protocols.require(id)
    },
    copy: (id) => {
      const { name, content } = protocols.require(id)
      return insert(name, content, id)
    },
  }
}

function hashOf(content: ProtocolContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

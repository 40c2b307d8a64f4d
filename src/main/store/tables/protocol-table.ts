import { createHash } from 'node:crypto'
import { protocolSchema, type Protocol } from '../../../shared/records/plan-records'
import { createRecordTable } from '../database/record-table'
import { timestampOf } from '../environment'
import type { TableContext } from './table-context'

export type ProtocolContent = Protocol['content']

/** Protocols. The store does not look into their content; the study room checks it. */
export interface ProtocolTable {
  list(): readonly Protocol[]
  get(id: string): Protocol
  /** The newest version of a name. */
  findLatest(name: string): Protocol | undefined
  /** A new protocol, or the next version of its name. */
  add(name: string, content: ProtocolContent): Protocol
  /** @throws StudioError `store/refused` once a session has used it */
  edit(id: string, content: ProtocolContent): Protocol
  /** A copy that may be changed: the next version of the same name. */
  copy(id: string): Protocol
}

export function createProtocolTable({ database, environment }: TableContext): ProtocolTable {
  const protocols = createRecordTable(database, {
    table: 'protocol',
    schema: protocolSchema,
    json: ['content'],
  })
  const findLatest = (name: string) => protocols.firstWhere('name = ? ORDER BY version DESC LIMIT 1', [name])
  const insert = (name: string, content: ProtocolContent, copiedFromId: string | null) =>
    database.transaction(() =>
      protocols.insert({
        id: environment.newId(),
        name,
        version: (findLatest(name.trim())?.version ?? 0) + 1,
        content,
        sha256: hashOf(content),
        copiedFromId,
        frozenAt: null,
        createdAt: timestampOf(environment),
      }),
    )
  return {
    list: () => protocols.where('1 ORDER BY name, version'),
    get: protocols.require,
    findLatest,
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

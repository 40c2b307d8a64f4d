import { auditEventSchema, type AuditEvent } from '../../../shared/records/study-records'
import { createRecordTable } from '../database/record-table'
import { timestampOf } from '../environment'
import type { TableContext } from './table-context'

/** What was decided when: rows are only added. */
export interface AuditTable {
  add(event: AuditNote): AuditEvent
  /** Newest first; of one record, or of the whole study. */
  list(subjectId?: string): readonly AuditEvent[]
}

/** An event as its author gives it. */
export interface AuditNote {
  /** As `supervisor` or `command line`; never a name. */
  readonly actor: string
  /** As `session.excluded`. */
  readonly action: string
  readonly subjectType?: string
  readonly subjectId?: string
  readonly details?: AuditEvent['details']
}

export function createAuditTable({ database, environment }: TableContext): AuditTable {
  const events = createRecordTable(database, {
    table: 'audit_event',
    schema: auditEventSchema,
    json: ['details'],
  })
  return {
    add: ({ actor, action, subjectType, subjectId, details }) =>
      events.insert({
        id: environment.newId(),
        actor,
        action,
        subjectType: subjectType ?? null,
        subjectId: subjectId ?? null,
        details: details ?? {},
        recordedAt: timestampOf(environment),
      }),
    list: (subjectId) =>
      subjectId === undefined
        ? events.where('1 ORDER BY id DESC')
        : events.where('subject_id = ? ORDER BY id DESC', [subjectId]),
  }
}

import { sessionEventSchema, type SessionEvent } from '../../../shared/records/session-records'
import { createRecordTable } from '../database/record-table'
import { timestampOf } from '../environment'
import type { Fresh, TableContext } from './table-context'

/** What happened in sessions: rows are only added. */
export interface SessionEventTable {
  add(event: Fresh<SessionEvent, 'trialKey' | 'clockMs' | 'details'>): SessionEvent
  /** Oldest first; of one kind where that is given. */
  list(sessionId: string, kind?: string): readonly SessionEvent[]
}

export function createSessionEventTable({ database, environment }: TableContext): SessionEventTable {
  const events = createRecordTable(database, {
    table: 'session_event',
    schema: sessionEventSchema,
    json: ['details'],
  })
  return {
    add: ({ id = environment.newId(), trialKey = null, clockMs = null, details = {}, ...event }) =>
      events.insert({ ...event, id, trialKey, clockMs, details, recordedAt: timestampOf(environment) }),
    list: (sessionId, kind) =>
      kind === undefined
        ? events.where('session_id = ? ORDER BY rowid', [sessionId]) // not by id, since a clock may be put back
        : events.where('session_id = ? AND kind = ? ORDER BY rowid', [sessionId, kind]),
  }
}

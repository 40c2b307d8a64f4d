import { z } from 'zod'
import { sessionSchema, type Session, type SessionState } from '../../../shared/records/session-records'
import type { StudyDatabase } from '../database/study-database'
import { createRecordTable } from '../database/record-table'
import { timestampOf } from '../environment'
import type { AuditTable } from './audit-table'
import type { TableContext } from './table-context'

/** A new session as a caller gives it; the rest starts empty. */
export interface NewSession extends Pick<Session, 'raterId' | 'source' | 'siteId'> {
  readonly id?: string
  readonly batchId?: string | null
  readonly protocolId?: string | null
  readonly planSlotId?: string | null
  readonly seat?: string | null
  readonly language?: string | null
  readonly station?: Session['station']
}

/** Why a session is set aside or taken in again, and who says so. */
export interface Decision {
  readonly reason: string
  /** As `supervisor`; never a name. */
  readonly actor: string
}

/** Sessions. */
export interface SessionTable {
  /** Oldest first; in some states where those are given. */
  list(...states: readonly SessionState[]): readonly Session[]
  /** Of people, newest first. */
  ofPeople(): readonly Session[]
  get(id: string): Session
  find(id: string): Session | undefined
  /** The session that a desk shows. */
  atSeat(seat: string): Session | undefined
  /** Of people in a plan, with its replaced slots. */
  inPlan(planId: string): readonly Session[]
  ofRater(raterId: string): readonly Session[]
  /**
   * A new session: `ready`, or `complete` if it is imported. Its protocol is frozen by it.
   * @throws StudioError `store/conflict` for a slot that another session has or had, or a desk that shows one;
   * `store/refused` for a rater of another source, a slot of another protocol or one that was withdrawn
   */
  create(session: NewSession): Session
  /**
   * Moves a session on: ready -> running -> paused | interrupted | complete | aborted; paused, interrupted and aborted
   * may go back to running, or come to be complete.
   * @throws StudioError `store/refused` for any other move, for `complete` while trials have no answer, and for `running`
   * where another person has taken over the rest of an aborted session
   */
  move(id: string, state: SessionState, reason?: string): Session
  /** Replaces what is known of the station. */
  setStation(id: string, station: Session['station']): Session
  /** Puts a session at a desk, or takes it off. @throws StudioError `store/conflict` for a desk that shows another */
  setSeat(id: string, seat: string | null): Session
  /** Sets a session's answers aside; recorded in the audit. */
  exclude(id: string, decision: Decision): Session
  /** Takes that back. @throws StudioError `store/refused` where another person has taken over the slot */
  include(id: string, decision: Decision): Session
  /** Trials that need an answer, and how many of them have one that counts. */
  progress(id: string): SessionProgress
}

const progressSchema = z.object({ answered: z.int(), total: z.int() })
export type SessionProgress = Readonly<z.infer<typeof progressSchema>>

export function createSessionTable(
  { database, environment }: TableContext,
  { audit }: { readonly audit: AuditTable },
): SessionTable {
  const sessions = createRecordTable(database, { table: 'session', schema: sessionSchema, json: ['station'] })
  const decide = (id: string, isExcluded: boolean, { reason, actor }: Decision) =>
    database.transaction(() => {
      database
        .statement('UPDATE session SET excluded_at = ?, exclusion_reason = ? WHERE id = ?')
        .run(isExcluded ? [timestampOf(environment), reason, id] : [null, null, id])
      const action = isExcluded ? 'session.excluded' : 'session.included'
      audit.add({ actor, action, subjectType: 'session', subjectId: id, details: { reason } })
      return sessions.require(id)
    })
  return {
    list: (...states) =>
      states.length === 0
        ? sessions.where('1 ORDER BY id')
        : sessions.where('state IN (SELECT value FROM json_each(?)) ORDER BY id', [JSON.stringify(states)]),
    ofPeople: () => sessions.where(`source = 'own' ORDER BY rowid DESC`),
    get: sessions.require,
    find: (id) => sessions.firstWhere('id = ?', [id]),
    atSeat: (seat) => sessions.firstWhere('seat = ?', [seat]),
    inPlan: (planId) =>
      sessions.where(
        `source = 'own' AND plan_slot_id IN (SELECT id FROM plan_slot WHERE plan_id = ?) ORDER BY rowid`,
        [planId],
      ),
    ofRater: (raterId) => sessions.where('rater_id = ? ORDER BY id', [raterId]),
    create: (session) => sessions.insert(fill(session, environment.newId(), timestampOf(environment))),
    move: (id, state, reason) => {
      const now = timestampOf(environment)
      database.statement(moveSql).run({ id, state, reason: reason ?? null, now })
      return sessions.require(id)
    },
    setStation: (id, station) => {
      database.statement('UPDATE session SET station = ? WHERE id = ?').run([JSON.stringify(station), id])
      return sessions.require(id)
    },
    setSeat: (id, seat) => {
      database.statement('UPDATE session SET seat = ? WHERE id = ?').run([seat, id])
      return sessions.require(id)
    },
    exclude: (id, decision) => decide(id, true, decision),
    include: (id, decision) => decide(id, false, decision),
    progress: (id) => readProgress(database, id),
  }
}

const moveSql = `UPDATE session SET state = @state, state_reason = @reason,
  started_at = CASE WHEN @state = 'running' THEN coalesce(started_at, @now) ELSE started_at END,
  ended_at = CASE WHEN @state IN ('complete', 'aborted') THEN @now ELSE NULL END
  WHERE id = @id`

function fill(session: NewSession, newId: string, now: string): Session {
  const isImported = session.source === 'imported'
  return {
    id: session.id ?? newId,
    raterId: session.raterId,
    source: session.source,
    batchId: session.batchId ?? null,
    siteId: session.siteId,
    protocolId: session.protocolId ?? null,
    planSlotId: session.planSlotId ?? null,
    state: isImported ? 'complete' : 'ready',
    stateReason: null,
    seat: session.seat ?? null,
    language: session.language ?? null,
    station: session.station ?? {},
    startedAt: null,
    endedAt: null,
    excludedAt: null,
    exclusionReason: null,
    createdAt: now,
  }
}

function readProgress(database: StudyDatabase, sessionId: string): SessionProgress {
  const row = database
    .statement(
      `SELECT count(*) AS "total", count(answer.id) AS "answered" FROM session
       JOIN plan_trial ON plan_trial.slot_id = session.plan_slot_id AND plan_trial.needs_answer = 1
       LEFT JOIN counted_rating AS answer ON answer.plan_trial_id = plan_trial.id AND answer.session_id = session.id
       WHERE session.id = ?`,
    )
    .get([sessionId])
  return Object.freeze(progressSchema.parse(row))
}

import type { SessionSummary } from '../../../shared/session-control'
import { stationReportSchema } from '../../../shared/seat-session'
import type { LanguageTag } from '../../../shared/languages/languages'
import { supervisorView } from '../session/supervisor-view'
import { sessionPlanOf, type LiveSession } from './live-session'

/**
 * A session as the supervisor sees it.
 * @param heardMs when its desk was last heard of, ms since 1970; null where that is not known
 */
export function sessionSummary(session: LiveSession, heardMs: number | null): SessionSummary {
  const { record, participantCode, stored, log, status } = session
  const { data: station } = stationReportSchema.safeParse(record.station)
  const last = [record.createdAt, log.events.at(-1)?.recordedAt, log.answers.at(-1)?.recordedAt]
  const lastMs = last.flatMap((time) => (time === undefined ? [] : [Date.parse(time)]))
  return {
    id: record.id,
    planId: stored.planId,
    planName: stored.name,
    seatId: record.seat,
    language: record.language as LanguageTag,
    view: supervisorView(participantCode, sessionPlanOf(session), log, status),
    station: station ?? null,
    createdAt: record.createdAt,
    heardAt: new Date(Math.max(heardMs ?? 0, ...lastMs)).toISOString(),
    exclusionReason: record.exclusionReason,
  }
}

import type { SessionState } from '../../../shared/records/session-records'
import type { LifecycleEvent, SessionLog } from '../../../shared/session-log'
import { decideSession, type CommandContext, type SessionCommand } from '../session/decide-session'
import { storeEvent } from '../stored/stored-rows'
import { sessionPlanOf, withRows, type LiveSession } from './live-session'
import type { RunningContext } from './running-context'

/** The state in which the study keeps a session after an event. */
const stateAfter: Readonly<Partial<Record<LifecycleEvent['kind'], SessionState>>> = {
  started: 'running',
  continued: 'running',
  resumed: 'running',
  paused: 'paused',
  interrupted: 'interrupted',
  aborted: 'aborted',
}

/**
 * Does something with a session besides answering: stores the event that it comes to, and the state that follows.
 * @throws StudioError `session/not-allowed`; nothing is stored then
 */
export function commandSession(
  context: RunningContext,
  session: LiveSession,
  command: SessionCommand,
  by: CommandContext['by'],
): LiveSession {
  const { study, run, now } = context
  const { record, stored, log } = session
  const event = decideSession(command, {
    plan: sessionPlanOf(session),
    log,
    answering: stored.content.answering,
    run,
    now: new Date(now()).toISOString(),
    by,
  })
  return study.transaction(() => {
    if (event.kind === 'undone') study.ratings.undo(event.details.ratingId, 'Taken back by the rater.')
    const added = storeEvent(study, record.id, event)
    const state = stateAfter[event.kind]
    if (state !== undefined) study.sessions.move(record.id, state, reasonOf(event))
    return withRows(context, session, withEvent(log, added))
  })
}

function withEvent({ events, answers }: SessionLog, event: LifecycleEvent): SessionLog {
  const undoneId = event.kind === 'undone' ? event.details.ratingId : null
  return {
    events: [...events, event],
    answers: answers.map((mark) => (mark.ratingId === undoneId ? { ...mark, isUndone: true } : mark)),
  }
}

function reasonOf(event: LifecycleEvent): string | undefined {
  if (event.kind === 'interrupted') return event.details.cause
  return event.kind === 'paused' || event.kind === 'aborted' ? event.details.reason : undefined
}

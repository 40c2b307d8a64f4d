import { StudioError } from '../../../shared/errors'
import type { SessionAction } from '../../../shared/session-control'
import type { SessionState } from '../../../shared/records/session-records'
import { commandSession } from './command-session'
import { seatSession } from './desks'
import { checkAnswersMissing, giveSlotBack, takeSlotAgain } from './given-slots'
import { withRows, type LiveSession } from './live-session'
import type { RunningContext } from './running-context'

/** States in which a session can leave its desk, and in which its answers can be set aside. */
const resting: readonly SessionState[] = ['interrupted', 'complete', 'aborted']

/**
 * What a supervisor does with a session, stored with all that follows; to be called in a transaction.
 * @param actor as `supervisor`; never a name
 * @throws StudioError `session/not-allowed`, `plan/bad-slot`
 */
export function actOnSession(
  context: RunningContext,
  session: LiveSession,
  action: SessionAction,
  actor: string,
): LiveSession {
  switch (action.kind) {
    case 'start':
    case 'continue':
    case 'pause':
    case 'note':
      return commandSession(context, session, action, 'supervisor')
    case 'abort':
      return abort(context, session, action.reason)
    case 'resume':
      return resume(context, session, action.seatId)
    case 'close':
      return close(context, session)
    case 'exclude':
      return exclude(context, session, { reason: action.reason, actor })
    case 'include':
      return include(context, session, { reason: action.reason, actor })
  }
}

function abort(context: RunningContext, session: LiveSession, reason: string): LiveSession {
  const aborted = commandSession(context, session, { kind: 'abort', reason }, 'supervisor')
  giveSlotBack(context, aborted, reason)
  return aborted
}

function resume(context: RunningContext, session: LiveSession, seatId: string): LiveSession {
  const { record, status } = session
  if (record.excludedAt !== null) {
    throw refuse('The answers of this session are set aside. Include them first, then resume it.')
  }
  if (status.state === 'aborted' && !status.isDeclined) takeSlotAgain(context, session)
  const resumed = commandSession(context, session, { kind: 'resume' }, 'supervisor')
  if (record.seat === seatId) return resumed
  seatSession(context.study, record.id, seatId)
  return withRows(context, resumed, resumed.log)
}

function close(context: RunningContext, session: LiveSession): LiveSession {
  const { record, status } = session
  if (!resting.includes(status.state)) {
    throw refuse(`A session that is ${status.state} stays at its desk. Abort it first, or let it end.`)
  }
  if (record.seat === null) return session
  seatSession(context.study, record.id, null)
  return withRows(context, session, session.log)
}

/**
 * Takes a session off its desk whatever its state, as somebody there wants who has the PIN: one that has not begun is
 * aborted, and one that is under way interrupted.
 * @returns the session at no desk
 */
export function closeAtDesk(context: RunningContext, session: LiveSession, reason: string): LiveSession {
  const { state } = session.status
  if (state === 'ready') return close(context, abort(context, session, reason))
  if (resting.includes(state)) return close(context, session)
  return close(context, commandSession(context, session, { kind: 'interrupt', cause: reason }, 'supervisor'))
}

interface Decision {
  readonly reason: string
  readonly actor: string
}

function exclude(context: RunningContext, session: LiveSession, decision: Decision): LiveSession {
  const { record, status } = session
  if (record.excludedAt !== null) throw refuse('The answers of this session are set aside already.')
  if (!resting.includes(status.state)) {
    throw refuse(`A session that is ${status.state} cannot be excluded. Abort it first, or let it end.`)
  }
  context.study.sessions.exclude(record.id, decision)
  const excluded = withRows(context, session, session.log)
  giveSlotBack(context, excluded, decision.reason)
  return excluded
}

function include(context: RunningContext, session: LiveSession, decision: Decision): LiveSession {
  const { record, status } = session
  if (record.excludedAt === null) throw refuse('The answers of this session count already.')
  if (status.state === 'aborted') checkAnswersMissing(context, session)
  else takeSlotAgain(context, session)
  context.study.sessions.include(record.id, decision)
  const included = withRows(context, session, session.log)
  if (status.state === 'aborted') giveSlotBack(context, included, record.stateReason ?? decision.reason)
  return included
}

const refuse = (message: string): StudioError => new StudioError('session/not-allowed', message)

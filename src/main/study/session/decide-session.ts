import { StudioError } from '../../../shared/errors'
import type { ProtocolContent } from '../../../shared/protocol'
import type { SessionState } from '../../../shared/records/session-records'
import type { LifecycleEvent, SessionLog } from '../../../shared/session-log'
import { sessionStatus, type SessionStatus } from './session-state'
import { nextStep, type SessionPlan, type Step } from './session-steps'

/** What someone wants a session to do, besides answering. */
export type SessionCommand =
  | { readonly kind: 'start' }
  | { readonly kind: 'pause'; readonly reason: string }
  | { readonly kind: 'continue' }
  | { readonly kind: 'interrupt'; readonly cause: string }
  | { readonly kind: 'resume' }
  | { readonly kind: 'abort'; readonly reason: string }
  | { readonly kind: 'undo' }
  | { readonly kind: 'note'; readonly text: string }

export interface CommandContext {
  readonly plan: SessionPlan
  readonly log: SessionLog
  readonly answering: ProtocolContent['answering']
  /** The start of the host program that asks. */
  readonly run: string
  /** Now, ISO 8601 in UTC with milliseconds. */
  readonly now: string
  /** Who asks: a supervisor has given the PIN. */
  readonly by: 'supervisor' | 'rater'
}

/** What a rater's own screen may ask for; all else needs the supervisor. */
const ofRaters: readonly SessionCommand['kind'][] = ['interrupt', 'undo']

/** States in which a command makes sense. */
const allowedStates: Readonly<Record<SessionCommand['kind'], readonly SessionState[]>> = {
  start: ['ready'],
  pause: ['running'],
  continue: ['paused'],
  interrupt: ['running', 'paused'],
  resume: ['interrupted', 'aborted'],
  abort: ['ready', 'running', 'paused', 'interrupted'],
  undo: ['running'],
  note: ['ready', 'running', 'paused', 'interrupted', 'aborted', 'complete'],
}

/**
 * The event that a command comes to, for the caller to store; nothing changes here. For `undone`, the named rating is
 * to be taken back too.
 * @throws StudioError `session/not-allowed` if the state, the protocol or who asks forbids it
 */
export function decideSession(command: SessionCommand, context: CommandContext): LifecycleEvent {
  const { plan, log, run, now, by } = context
  const status = sessionStatus(plan, log, run)
  if (by === 'rater' && !ofRaters.includes(command.kind)) {
    throw refuse(`Only a supervisor may ${command.kind} a session. Enter the PIN first.`)
  }
  if (!allowedStates[command.kind].includes(status.state)) {
    const states = allowedStates[command.kind].join(', ')
    throw refuse(`A session that is ${status.state} cannot ${command.kind}; it must be ${states}.`)
  }
  switch (command.kind) {
    case 'start':
      return { kind: 'started', recordedAt: now, details: { run } }
    case 'continue':
      return { kind: 'continued', recordedAt: now, details: { run } }
    case 'pause':
      return { kind: 'paused', recordedAt: now, details: { reason: command.reason } }
    case 'abort':
      return { kind: 'aborted', recordedAt: now, details: { reason: command.reason } }
    case 'interrupt':
      return { kind: 'interrupted', recordedAt: now, details: { cause: command.cause } }
    case 'note':
      return { kind: 'note', recordedAt: now, details: { text: command.text } }
    case 'resume':
      return resume(status, context)
    case 'undo':
      return undo(status, context)
  }
}

/**
 * The screen to which an answer belongs. A session that does not run takes the answer to the screen that it showed last,
 * since that was given before it stopped.
 * @throws StudioError `session/not-allowed` before the start, `session/other-screen` if something else is asked
 */
export function answerableStep(
  { state, step, stepBeforeGap }: Pick<SessionStatus, 'state' | 'step' | 'stepBeforeGap'>,
  trialKey: string,
): Step {
  if (state === 'ready') throw refuse('The session has not started. Ask the supervisor.')
  const asked = [step, stepBeforeGap].find((each) => each?.key === trialKey)
  if (asked !== undefined && asked !== null) return asked
  throw new StudioError(
    'session/other-screen',
    `An answer to ${trialKey} came while ${step?.key ?? 'nothing'} is asked. Show that screen.`,
  )
}

function resume(status: SessionStatus, { plan, log, answering, run, now }: CommandContext): LifecycleEvent {
  if (status.isDeclined) throw refuse('The person did not agree to take part; the session cannot go on.')
  const last = [...log.events, ...log.answers].map(({ recordedAt }) => Date.parse(recordedAt))
  const gapMs = Math.max(0, Date.parse(now) - Math.max(...last))
  const isLong = gapMs >= answering.reshowInstructionsAfterMinutes * 60_000
  const next = nextStep(plan, status.answered)
  const reshowBefore = isLong && typeof next !== 'string' ? next.block : null
  return { kind: 'resumed', recordedAt: now, details: { run, gapMs, reshowBefore } }
}

function undo({ undoable }: SessionStatus, { answering, now }: CommandContext): LifecycleEvent {
  if (!answering.isUndoAllowed) throw refuse('The protocol does not let answers be taken back.')
  if (undoable === null) {
    throw refuse(
      'There is no answer to take back: only the last rating can be, before anything else is answered.',
    )
  }
  const { ratingId, trialKey } = undoable
  return { kind: 'undone', recordedAt: now, details: { ratingId, trialKey } }
}

const refuse = (message: string): StudioError => new StudioError('session/not-allowed', message)

import type { SessionState } from '../../../shared/records/session-records'
import type { AnswerMark, LifecycleEvent, SessionLog } from '../../../shared/session-log'
import {
  isRating,
  nextStep,
  repeatedInstruction,
  type Answered,
  type SessionPlan,
  type Step,
} from './session-steps'

/** Where a session is: computed from its rows and nothing else. */
export interface SessionStatus {
  readonly state: SessionState
  /** Why it is paused, interrupted or aborted, as far as anyone said; null otherwise. */
  readonly reason: string | null
  /** The screen that is or will be shown; null when the session is over. */
  readonly step: Step | null
  /** The screen that was asked before a gap brought instructions back; otherwise the same as `step`. */
  readonly stepBeforeGap: Step | null
  readonly isDeclined: boolean
  readonly answered: Answered
  /** The last answer, if it is a rating that was not taken back and nothing came after it. */
  readonly undoable: AnswerMark | null
}

/** The lifecycle kinds that decide the state; the last one counts. */
const stateOf: Readonly<Partial<Record<LifecycleEvent['kind'], SessionState>>> = {
  started: 'running',
  continued: 'running',
  resumed: 'running',
  paused: 'paused',
  interrupted: 'interrupted',
  aborted: 'aborted',
}

/**
 * The state of a session.
 * @param run the start of the host program that asks: a session that ran or was paused in another was interrupted by
 *   its end, though nobody was left to write that down
 */
export function sessionStatus(plan: SessionPlan, log: SessionLog, run: string): SessionStatus {
  const counted = log.answers.filter(({ isUndone }) => !isUndone)
  const answered = new Map(counted.map(({ trialKey, hasPassed }) => [trialKey, hasPassed]))
  const next = nextStep(plan, answered)
  const { state, reason } = lifecycle(log.events, run)
  const isOver = typeof next === 'string'
  return {
    state: next === 'complete' ? 'complete' : next === 'declined' ? 'aborted' : state,
    reason: isOver ? null : reason,
    step: isOver ? null : (repeatedAfterGap(plan, answered, log.events) ?? next),
    stepBeforeGap: isOver ? null : next,
    isDeclined: next === 'declined',
    answered,
    undoable: undoableAnswer(plan, log, answered),
  }
}

/** The page of the instructions that the last long gap brought back; undefined when all were read again. */
function repeatedAfterGap(
  plan: SessionPlan,
  answered: Answered,
  events: readonly LifecycleEvent[],
): Step | undefined {
  const repetitions = events.flatMap((event) =>
    event.kind === 'resumed' && event.details.reshowBefore !== null ? [event.details.reshowBefore] : [],
  )
  const before = repetitions.at(-1)
  if (before === undefined) return undefined
  return repeatedInstruction(plan, answered, { before, repetition: repetitions.length })
}

function lifecycle(
  events: readonly LifecycleEvent[],
  run: string,
): { readonly state: SessionState; readonly reason: string | null } {
  const last = events.findLast(({ kind }) => stateOf[kind] !== undefined)
  if (last === undefined) return { state: 'ready', reason: null }
  const hostRun = events.findLast(hasRun)?.details.run
  const state = stateOf[last.kind]!
  if ((state === 'running' || state === 'paused') && hostRun !== run) {
    return { state: 'interrupted', reason: 'The program ended while the session was open.' }
  }
  return { state, reason: reasonOf(last) }
}

type RunEvent = Extract<LifecycleEvent, { details: { run: string } }>

const hasRun = (event: LifecycleEvent): event is RunEvent => 'run' in event.details

function reasonOf(event: LifecycleEvent): string | null {
  if (event.kind === 'interrupted') return event.details.cause
  return event.kind === 'paused' || event.kind === 'aborted' ? event.details.reason : null
}

function undoableAnswer(plan: SessionPlan, { answers }: SessionLog, answered: Answered): AnswerMark | null {
  const last = answers.at(-1)
  if (last === undefined || last.isUndone) return null
  const others = new Map(answered)
  others.delete(last.trialKey)
  const step = nextStep(plan, others)
  return typeof step !== 'string' && step.key === last.trialKey && isRating(step) ? last : null
}

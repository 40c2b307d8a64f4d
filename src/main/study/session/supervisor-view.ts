import { deskIncidentKinds } from '../../../shared/desk-incidents'
import { median } from '../../../shared/median'
import type { AnswerMark, SessionLog } from '../../../shared/session-log'
import { supervisorViewSchema, type SupervisorView } from '../../../shared/session-views'
import type { SessionStatus } from './session-state'
import { ratingProgress, type SessionPlan } from './session-steps'

/**
 * How a session goes. It is made from rows that hold neither answers nor models, so that no effect can be seen in it.
 */
export function supervisorView(
  participantCode: string,
  plan: SessionPlan,
  log: SessionLog,
  status: SessionStatus,
): SupervisorView {
  const counted = log.answers.filter(({ isUndone }) => !isUndone)
  const items = counted.filter(({ trialKey }) => isKey(trialKey, 'item'))
  const sum = (of: (mark: AnswerMark) => number): number =>
    log.answers.reduce((total, mark) => total + of(mark), 0)
  const [passed, failed] = outcomes(counted, 'check')
  const [right, wrong] = outcomes(counted, 'practice')
  const [understood, misunderstood] = outcomes(counted, 'question')
  return supervisorViewSchema.parse({
    participantCode,
    state: status.state,
    reason: status.reason,
    block: status.step === null ? null : plan.timeline[status.step.block]!.type,
    progress: ratingProgress(plan, status.answered),
    itemsPerMinute: pace(items),
    medianResponseMs: median(items.map(({ responseMs }) => responseMs)),
    focusLosses: sum(({ focusLosses }) => focusLosses),
    fullScreenExits: sum(({ fullScreenExits }) => fullScreenExits),
    hiddenMs: sum(({ hiddenMs }) => hiddenMs),
    undoneAnswers: log.answers.length - counted.length,
    checks: { passed, failed },
    practice: { right, wrong },
    comprehension: { right: understood, wrong: misunderstood },
    gapsMs: log.events.flatMap((event) => (event.kind === 'resumed' ? [event.details.gapMs] : [])),
    notes: log.events.flatMap((event) =>
      event.kind === 'note' ? [{ recordedAt: event.recordedAt, text: event.details.text }] : [],
    ),
    incidents: incidentsOf(log),
  })
}

function incidentsOf({ events }: SessionLog): SupervisorView['incidents'] {
  return events.flatMap(({ kind, recordedAt }) => {
    const incident = deskIncidentKinds.find((each) => kind === `window-${each}`)
    return incident === undefined ? [] : [{ recordedAt, kind: incident }]
  })
}

/** Keys say block, kind and place: `4.item.17`. */
const isKey = (key: string, kind: string): boolean => key.split('.')[1] === kind

function outcomes(marks: readonly AnswerMark[], kind: string): [number, number] {
  const judged = marks.filter(({ trialKey }) => isKey(trialKey, kind)).map(({ hasPassed }) => hasPassed)
  return [judged.filter((value) => value === true).length, judged.filter((value) => value === false).length]
}

/** Items per minute between the first and the last of the latest twenty, so that breaks and pauses hardly count. */
function pace(items: readonly AnswerMark[]): number | null {
  const times = items.slice(-20).map(({ recordedAt }) => Date.parse(recordedAt))
  const steps = times.slice(1).map((time, index) => time - times[index]!)
  const typicalMs = median(steps)
  return typicalMs === null || typicalMs <= 0 ? null : 60_000 / typicalMs
}

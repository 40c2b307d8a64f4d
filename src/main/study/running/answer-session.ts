import { isDeepStrictEqual } from 'node:util'
import { StudioError } from '../../../shared/errors'
import type { Rating } from '../../../shared/records/session-records'
import type { SeatAnswer } from '../../../shared/seat-session'
import { makeRow } from '../../../shared/trials/trial-row'
import { composeTrial, itemStamp } from '../session/compose-trial'
import { answerableStep } from '../session/decide-session'
import { findStep, type Step } from '../session/session-steps'
import { answerMark, storedRating } from '../stored/stored-rows'
import { sessionPlanOf, withLog, withRows, type LiveSession } from './live-session'
import { materialOfSession } from './seat-material'
import type { RunningContext } from './running-context'

/** Why a session ends by an answer. */
const declined = 'The person did not agree to take part.'

/**
 * Stores an answer of a desk, and what follows from it for the session. An answer whose id is stored already is
 * acknowledged again if it says the same.
 * @throws StudioError `session/bad-answer`, `session/other-screen`, `session/not-allowed`; nothing is stored then
 */
export function answerSession(
  context: RunningContext,
  session: LiveSession,
  answer: SeatAnswer,
): LiveSession {
  const { study } = context
  const known = study.ratings.find(answer.id)
  if (known !== undefined) {
    checkRepeated(session, answer, known)
    return session
  }
  const step = answerableStep(session.status, answer.trialKey)
  const rating = ratingOf(context, session, { answer, step, attempt: attemptOf(session, step.key) })
  return study.transaction(() => {
    const stored = study.ratings.append(rating)
    const { events, answers } = session.log
    return settle(
      context,
      withLog(context, session, { events, answers: [...answers, answerMark(stored, false)] }),
    )
  })
}

interface GivenAnswer {
  readonly answer: SeatAnswer
  readonly step: Step
  readonly attempt: number
}

/** @throws StudioError `session/bad-answer` */
function ratingOf(
  { now }: Pick<RunningContext, 'now'>,
  { record, stored, slot }: LiveSession,
  { answer, step, attempt }: GivenAnswer,
): Rating {
  // Rows name models and images; what the desk calls a picture is in none.
  const material = materialOfSession({ record, stored, slot }, () => unseen)
  const row = makeRow(composeTrial(material, step), answer.answer, {
    id: answer.id,
    sessionId: record.id,
    protocolId: stored.protocolId,
    source: 'own',
    trialKey: step.key,
    attempt,
    recordedAt: new Date(now()).toISOString(),
    ...itemStamp(material, step),
    ...answer.measurements,
  })
  return storedRating(row, stored, slot)
}

/** A token that no picture has: rows are made without any. */
const unseen = '-'.repeat(22)

const attemptOf = ({ log }: LiveSession, key: string): number =>
  1 + log.answers.filter(({ trialKey, isUndone }) => isUndone && trialKey === key).length

/** @throws StudioError `session/bad-answer` unless the answer says what is stored under its id */
function checkRepeated(session: LiveSession, answer: SeatAnswer, known: Rating): void {
  const { record, status } = session
  const isSame = known.sessionId === record.id && known.trialKey === answer.trialKey
  const step = isSame ? findStep(sessionPlanOf(session), status.answered, known.trialKey) : undefined
  if (step !== undefined) {
    const again = ratingOf({ now: () => Date.parse(known.recordedAt) }, session, {
      answer,
      step,
      attempt: known.attempt,
    })
    if (isDeepStrictEqual({ ...again }, { ...known })) return
  }
  throw new StudioError(
    'session/bad-answer',
    `The answer ${answer.id} is stored already and says something else. An answer is never changed: give a new one an ` +
      'id of its own.',
  )
}

/** Moves the session on where its rows say that it is over. */
function settle(context: RunningContext, session: LiveSession): LiveSession {
  const { record, status, log } = session
  const { sessions } = context.study
  if (status.state === 'complete' && record.state !== 'complete') sessions.move(record.id, 'complete')
  else if (status.isDeclined && record.state !== 'aborted') sessions.move(record.id, 'aborted', declined)
  else return session
  return withRows(context, session, log)
}

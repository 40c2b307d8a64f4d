import fc from 'fast-check'
import { v7 } from 'uuid'
import { measurements } from './scripted-rater'
import type { SentCall } from './malformed-calls'

/** What exists in a study with a running session. */
export interface RunningPlace {
  readonly planId: string
  readonly seatId: string
  readonly sessionId: string
}

const unknownId = fc.constant(null).map(() => v7())
const text = fc.string({ minLength: 1, maxLength: 60 })
const call = (procedure: string, input: fc.Arbitrary<unknown>): fc.Arbitrary<SentCall> =>
  input.map((value) => ({ procedure, input: value }))

/** Calls of a supervisor that the contract allows and the study does not. */
export function misfitSupervisorCalls({ planId, seatId, sessionId }: RunningPlace): fc.Arbitrary<SentCall> {
  const language = fc.constantFrom('en', 'de')
  const action = fc.oneof(
    fc.constantFrom<unknown>({ kind: 'start' }, { kind: 'continue' }, { kind: 'close' }),
    text.map((given) => ({ kind: 'exclude', reason: given })).filter(({ reason }) => reason.trim() !== ''),
    text.map((given) => ({ kind: 'include', reason: given })).filter(({ reason }) => reason.trim() !== ''),
    unknownId.map((id) => ({ kind: 'resume', seatId: id })),
    fc.constant({ kind: 'resume', seatId }),
  )
  return fc.oneof(
    call('sessions.act', fc.record({ sessionId: fc.constant(sessionId), action })),
    call('sessions.act', fc.record({ sessionId: unknownId, action })),
    call(
      'sessions.create',
      fc.record({
        planId: fc.oneof(unknownId, fc.constant(planId)),
        seatId: fc.oneof(unknownId, fc.constant(seatId)), // where another session is
        participantCode: fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom(null, 'ULM-0007-1', 'Jane')),
        language,
      }),
    ),
  )
}

/** Calls of a desk that the contract allows and its session does not. */
export function misfitSeatCalls({ sessionId }: RunningPlace): fc.Arbitrary<SentCall> {
  const keys = fc.oneof(
    text,
    fc.constantFrom('1.questionnaire', '2.page.0', '7.item.0', '7.check.0', '__proto__'),
  )
  const answer = (
    session: fc.Arbitrary<string>,
    trialKey: fc.Arbitrary<string>,
    given: fc.Arbitrary<unknown>,
  ) =>
    fc.record({
      id: unknownId,
      sessionId: session,
      trialKey,
      answer: given,
      measurements: fc.constant(measurements),
    })
  const own = fc.constant(sessionId)
  const noConsent = fc.jsonValue().filter((value) => value !== 'agree' && value !== 'decline')
  return fc.oneof(
    call('seat.answer', answer(unknownId, keys, fc.jsonValue())),
    call('seat.answer', answer(own, keys, fc.jsonValue())),
    call('seat.answer', answer(own, fc.constant('0.consent'), noConsent)),
    call('seat.undo', fc.record({ sessionId: fc.oneof(own, unknownId) })),
  )
}

import { expect, test } from 'vitest'
import { DeskTroubles } from '../../../../src/main/station/seats/desk-troubles'
import { errorCodes, type ErrorPayload } from '../../../../src/shared/errors'
import { explainedAtDesk } from '../../../../src/shared/desk-troubles'

const call = (procedure: unknown, input?: unknown) => ({ procedure, input })
const full: ErrorPayload = { code: 'file/not-writable', message: 'The disk is full. Make room.' }

function troubles() {
  let nowMs = Date.UTC(2026, 0, 31, 9, 30)
  const log: string[] = []
  let changes = 0
  const kept = new DeskTroubles({
    now: () => nowMs,
    onChange: () => (changes += 1),
    onNews: (seatId, text) => log.push(`${seatId}: ${text}`),
  })
  return { kept, log, wait: (ms: number) => (nowMs += ms), changeCount: () => changes }
}

test('keeps every refusal that a desk cannot explain, and none that it can', () => {
  for (const code of errorCodes) {
    const { kept, log } = troubles()
    kept.refused('desk', call('seat.screen'), { code, message: 'Why.' })
    const isExplained = explainedAtDesk.some((each) => each === code)
    expect([code, kept.of('desk').length, log.length]).toEqual([code, ...(isExplained ? [0, 0] : [1, 1])])
  }
})

test('says what was wanted, why, and when it last happened; the log hears it once', () => {
  const { kept, log, wait } = troubles()
  const answer = call('seat.answer', { sessionId: 'one' })
  kept.refused('desk', answer, full)
  wait(10_000)
  kept.refused('desk', answer, full)
  expect(kept.of('desk')).toEqual([{ wish: 'answer', at: '2026-01-31T09:30:10.000Z', ...full }])
  expect(log).toEqual([
    'desk: an answer could not be saved; the desk keeps it and sends it again. The disk is full. Make room. (file/not-writable)',
  ])
  expect(kept.of('another desk')).toEqual([])
})

test('forgets it when the same was done, and all when the supervisor was there', () => {
  const { kept } = troubles()
  const answerOf = (sessionId: string) => call('seat.answer', { sessionId })
  kept.refused('desk', answerOf('one'), full)
  kept.refused('desk', call('seat.report'), full)
  kept.refused('desk', call('seat.screen'), { code: 'internal', message: 'x is undefined' })
  kept.served('desk', answerOf('another'))
  expect(kept.of('desk').map(({ wish }) => wish)).toEqual(['report', 'answer']) // it shows a screen again
  kept.served('desk', answerOf('one'))
  expect(kept.of('desk').map(({ wish }) => wish)).toEqual(['report'])
  kept.served('desk', call('seat.unlock'))
  expect(kept.of('desk')).toEqual([])
})

test('says the same of several pictures once, until the last of them is there', () => {
  const { kept, log } = troubles()
  for (const token of ['a', 'b', 'a']) kept.pictureRead('desk', token, false)
  expect(kept.of('desk')).toMatchObject([{ wish: 'picture' }])
  expect(log).toHaveLength(1)
  kept.pictureRead('desk', 'a', true)
  kept.pictureRead('desk', 'c', true)
  expect(kept.of('desk')).toHaveLength(1)
  kept.pictureRead('desk', 'b', true)
  expect(kept.of('desk')).toEqual([])
})

test('tells a fault of the program with what can be done about it', () => {
  const { kept } = troubles()
  kept.refused('desk', call('seat.screen'), { code: 'internal', message: 'x is undefined' })
  expect(kept.of('desk')[0]!.message).toBe(
    'Sweetspot met a fault of its own. Load the page at the desk again; if that does not help, report: x is undefined',
  )
})

test('is bounded, whatever a page sends', () => {
  const { kept } = troubles()
  for (let count = 0; count < 50; count++) {
    const error = { code: 'api/bad-request', message: `${count}`.repeat(5000) } as const
    kept.refused('desk', call('seat.answer', { sessionId: `${count}` }), error)
    kept.refused('desk', call({ toString: null }, 7), error)
  }
  expect(kept.of('desk')).toHaveLength(10)
  expect(kept.of('desk')[0]!.message).toHaveLength(1000)
})

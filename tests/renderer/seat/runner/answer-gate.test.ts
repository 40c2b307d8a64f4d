import { expect, test } from 'vitest'
import { AnswerGate } from '../../../../src/renderer/src/seat/runner/answer-gate'

test('a press answers once the screen was seen for its minimum time, and only the first', () => {
  const gate = new AnswerGate({ minimumViewMs: 300 })
  expect(gate.take(1000)).toBe(false) // not presented yet
  gate.presented(1000)
  expect(gate.take(900)).toBe(false) // began before the screen
  expect(gate.take(1299.9)).toBe(false)
  expect(gate.take(1300)).toBe(true)
  expect(gate.take(1400)).toBe(false)
})

test('without a minimum time, a press in the moment of presentation counts', () => {
  const gate = new AnswerGate({ minimumViewMs: 0 })
  gate.presented(50)
  expect(gate.take(50)).toBe(true)
})

import { expect, test } from 'vitest'
import { Interruptions } from '../../../../src/renderer/src/seat/runner/interruptions'

test('what happened is counted for one screen, and not again for the next', () => {
  const counts = new Interruptions()
  counts.focusLost()
  counts.focusLost()
  counts.fullScreenLeft()
  counts.hidden('page', 100)
  counts.shown('page', 350)
  expect(counts.take(400)).toEqual({ focusLosses: 2, fullScreenExits: 1, hiddenMs: 250 })
  expect(counts.take(500)).toEqual({ focusLosses: 0, fullScreenExits: 0, hiddenMs: 0 })
})

test('time under a dialog on a hidden page counts once', () => {
  const counts = new Interruptions()
  counts.hidden('dialog', 100)
  counts.hidden('page', 150)
  counts.shown('page', 250)
  counts.shown('dialog', 300)
  expect(counts.take(300).hiddenMs).toBe(200)
})

test('a screen that is hidden when it is asked gets the time until then, and the next one the rest', () => {
  const counts = new Interruptions()
  counts.hidden('page', 100)
  expect(counts.take(180).hiddenMs).toBe(80)
  counts.shown('page', 200)
  expect(counts.take(300).hiddenMs).toBe(20)
})

test('what was never hidden cannot be shown', () => {
  const counts = new Interruptions()
  counts.shown('dialog', 500)
  expect(counts.take(600).hiddenMs).toBe(0)
})

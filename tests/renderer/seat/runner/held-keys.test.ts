import { expect, test } from 'vitest'
import { HeldKeys } from '../../../../src/renderer/src/seat/runner/held-keys'

test('a key that is held presses once, whatever the system repeats', () => {
  const keys = new HeldKeys()
  expect(keys.press('Digit1', false)).toBe(true)
  expect(keys.press('Digit1', true)).toBe(false)
  expect(keys.press('Digit1', false)).toBe(false) // some systems repeat without saying so
  expect(keys.press('Digit2', false)).toBe(true)
  keys.release('Digit1')
  expect(keys.press('Digit1', false)).toBe(true)
})

test('a repetition whose beginning was not heard does not press', () => {
  const keys = new HeldKeys()
  expect(keys.press('Digit1', true)).toBe(false)
  expect(keys.press('Digit1', false)).toBe(true)
})

test('after the focus was lost, a key presses again', () => {
  const keys = new HeldKeys()
  keys.press('Digit1', false)
  keys.forget()
  expect(keys.press('Digit1', false)).toBe(true)
})

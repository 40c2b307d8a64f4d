import { expect, test } from 'vitest'
import { SessionClock } from '../../../../src/renderer/src/seat/runner/session-clock'

test('counts from the start of the session, wherever the page began', () => {
  // The page is 2 s old when the host says that the session is a minute old.
  const clock = new SessionClock(60_000, 2000)
  expect(clock.at(2000)).toBe(60_000)
  expect(clock.at(2500.25)).toBe(60_500.25)
})

test('is never negative', () => expect(new SessionClock(0, 2000).at(1999)).toBe(0))

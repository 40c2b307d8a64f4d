import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  ConnectionTracker,
  reconnectingMs,
  type Connection,
} from '../../../src/renderer/src/bridge/connection'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

function track() {
  const seen: Connection[] = []
  const tracker = new ConnectionTracker(Date.now)
  tracker.watch((connection) => seen.push(connection))
  return { tracker, seen }
}

test('a loss is reconnecting at first, and offline since its beginning after a while', () => {
  const { tracker, seen } = track()
  tracker.connected()
  vi.advanceTimersByTime(5000)
  tracker.lost()
  vi.advanceTimersByTime(1000)
  tracker.lost() // a further try failed
  vi.advanceTimersByTime(reconnectingMs)
  expect(seen).toEqual([
    { state: 'connected' },
    { state: 'reconnecting', sinceMs: 1_005_000 },
    { state: 'offline', sinceMs: 1_005_000 },
  ])
})

test('a short loss never counts as offline', () => {
  const { tracker, seen } = track()
  tracker.connected()
  tracker.lost()
  vi.advanceTimersByTime(reconnectingMs - 1)
  tracker.connected()
  vi.advanceTimersByTime(10 * reconnectingMs)
  expect(seen.map(({ state }) => state)).toEqual(['connected', 'reconnecting', 'connected'])
})

test('a page that never gets through says so', () => {
  const { tracker } = track()
  expect(tracker.current()).toEqual({ state: 'reconnecting', sinceMs: 1_000_000 })
  vi.advanceTimersByTime(reconnectingMs)
  expect(tracker.current()).toEqual({ state: 'offline', sinceMs: 1_000_000 })
})

test('being signed out is no loss', () => {
  const { tracker, seen } = track()
  tracker.connected()
  tracker.lost()
  tracker.signedOut()
  tracker.lost()
  vi.advanceTimersByTime(2 * reconnectingMs)
  expect(seen.at(-1)?.state).toBe('signed-out')
})

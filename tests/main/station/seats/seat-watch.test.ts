import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { SeatWatch } from '../../../../src/main/station/seats/seat-watch'

describe('SeatWatch', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const connected = new Set<string>()
  const watchFor = (absentMs: number) => {
    const absent: string[] = []
    const watch = new SeatWatch({
      absentMs,
      isConnected: (seatId) => connected.has(seatId),
      onAbsent: (seatId) => absent.push(seatId),
    })
    return { watch, absent }
  }

  test('tells once of a desk that was not heard of for that long, counted from the last sign of it', () => {
    const { watch, absent } = watchFor(1000)
    watch.heard('a')
    vi.advanceTimersByTime(900)
    watch.heard('a')
    vi.advanceTimersByTime(900)
    expect(absent).toEqual([])
    vi.advanceTimersByTime(100)
    expect(absent).toEqual(['a'])
    vi.advanceTimersByTime(10_000)
    expect(absent).toEqual(['a'])
  })

  test('leaves desks alone that have a page open, and those that it was told to forget', () => {
    const { watch, absent } = watchFor(1000)
    connected.add('open')
    watch.heard('open')
    watch.heard('forgotten')
    watch.clear()
    watch.heard('open')
    vi.advanceTimersByTime(5000)
    expect(absent).toEqual([])
  })
})

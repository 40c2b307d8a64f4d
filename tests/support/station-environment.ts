import { randomBytes, randomUUID } from 'node:crypto'
import type { StationEnvironment } from '../../src/main/station/station-environment'

/** The station's world with a clock that a test moves. */
export interface TestEnvironment extends StationEnvironment {
  /** Lets time pass. */
  wait(ms: number): void
}

export function testEnvironment(): TestEnvironment {
  let nowMs = Date.UTC(2025, 2, 14, 9, 30)
  return {
    now: () => nowMs,
    monotonicMs: () => nowMs,
    randomBytes,
    newId: randomUUID,
    wait: (ms) => {
      nowMs += ms
    },
  }
}

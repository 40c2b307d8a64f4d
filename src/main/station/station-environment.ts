import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** What the station takes from the world. */
export interface StationEnvironment {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds since any moment, by a clock that nobody sets. */
  readonly monotonicMs: () => number
  /** Bytes that nobody can guess. */
  readonly randomBytes: (count: number) => Buffer
  readonly newId: () => string
}

/** The system's clock and random source. */
export const systemEnvironment: StationEnvironment = {
  now: Date.now,
  monotonicMs: () => performance.now(),
  randomBytes,
  newId: () => v7(),
}

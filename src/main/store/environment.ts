import { v7 } from 'uuid'

/** What the store takes from the world: a wall clock and new ids. */
export interface StoreEnvironment {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** A UUIDv7, later ones sorting after earlier ones. */
  readonly newId: () => string
}

/** The system's clock and random source. */
export const systemEnvironment: StoreEnvironment = { now: Date.now, newId: () => v7() }

/** Now, as records have it. */
export function timestampOf({ now }: StoreEnvironment): string {
  return new Date(now()).toISOString()
}

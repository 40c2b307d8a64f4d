import type { ComputeTransport } from '../compute-client'
import { FindingsClient } from './findings-client'

/** Two processes, so that a click is answered while resampling goes on. */
export interface FindingsClients {
  /** For what takes less than a second or two. */
  readonly quick: FindingsClient
  /** For resampling and simulations: what is asked last ends what was asked before. */
  readonly slow: FindingsClient
  /** Ends both. They start again when they are asked. */
  stop(): void
}

export function createFindingsClients(spawn: () => ComputeTransport): FindingsClients {
  const quick = new FindingsClient(spawn)
  const slow = new FindingsClient(spawn)
  return {
    quick,
    slow,
    stop: () => {
      quick.stop()
      slow.stop()
    },
  }
}

import type { ComputeTransport } from '../compute-client'
import { FindingsClient } from './findings-client'

/** Processes of their own, so that a click is answered while resampling or an import goes on. */
export interface FindingsClients {
  /** For what takes less than a second or two. */
  readonly quick: FindingsClient
  /** For resampling and simulations: what is asked last ends what was asked before. */
  readonly slow: FindingsClient
  /** For large changes to the study, which are worked out there. */
  readonly writing: FindingsClient
  /** Ends all. They start again when they are asked. */
  stop(): void
}

export function createFindingsClients(spawn: () => ComputeTransport): FindingsClients {
  const quick = new FindingsClient(spawn, 'analysis')
  const slow = new FindingsClient(spawn, 'analysis')
  const writing = new FindingsClient(spawn, 'change')
  return {
    quick,
    slow,
    writing,
    stop: () => {
      quick.stop()
      slow.stop()
      writing.stop()
    },
  }
}

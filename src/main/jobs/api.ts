import { v7 as newId } from 'uuid'
import { name, version } from '../../../package.json'
import type { HandlersOf } from '../../shared/api'
import type { JobProgress } from '../../shared/jobs'
import type { ComputeClient } from './compute-client'

export interface AppApiOptions {
  /** Where computing goes. */
  readonly client: ComputeClient
  /** Hears how far a job is. */
  readonly onProgress: (jobId: string, progress: JobProgress) => void
}

/** What the program says of itself and of this machine. */
export function createAppApi({ client, onProgress }: AppApiOptions): HandlersOf<'app' | 'devices'> {
  return {
    'app.info': () => ({ name, version }),
    'app.caller': (_input, caller) => caller,
    'devices.list': ({ refresh }) => {
      const jobId = newId()
      return client.run(
        { kind: 'devices', refresh },
        { onProgress: (progress) => onProgress(jobId, progress) },
      )
    },
  }
}

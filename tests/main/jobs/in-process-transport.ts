import type { ComputeTransport } from '../../../src/main/jobs/compute-client'
import type { JobRunners } from '../../../src/main/jobs/job-runner'
import { serveJobs } from '../../../src/main/jobs/serve-jobs'

/** Runs jobs in this process, over the same messages as a compute process of its own. */
export function inProcessTransport(runners: JobRunners): ComputeTransport {
  let toProcess: (message: unknown) => void = () => undefined
  let fromProcess: (message: unknown) => void = () => undefined
  const later = (work: () => void) => void setImmediate(work)
  serveJobs(
    {
      send: (message) => later(() => fromProcess(structuredClone(message))),
      onMessage: (listener) => {
        toProcess = listener
      },
    },
    runners,
  )
  return {
    send: (message) => later(() => toProcess(structuredClone(message))),
    onMessage: (listener) => {
      fromProcess = listener
    },
    onExit: () => undefined,
    kill: () => undefined,
  }
}

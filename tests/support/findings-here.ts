import type { ComputeTransport } from '../../src/main/jobs/compute-client'
import { serveFindings } from '../../src/main/jobs/findings/serve-findings'

/** Answers in this process, over the same messages as a process of its own. */
export function findingsHere(): ComputeTransport {
  let toProcess: (message: unknown) => void = () => undefined
  let fromProcess: (message: unknown) => void = () => undefined
  const later = (work: () => void) => void setImmediate(work)
  serveFindings({
    send: (message) => later(() => fromProcess(structuredClone(message))),
    onMessage: (listener) => (toProcess = listener),
  })
  return {
    send: (message) => later(() => toProcess(structuredClone(message))),
    onMessage: (listener) => (fromProcess = listener),
    onExit: () => undefined,
    kill: () => undefined,
  }
}

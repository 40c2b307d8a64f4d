import type { JobContext } from '../job-runner'

/** Reports bytes as megabytes; a total of null is not known. */
export function reportBytes(
  report: JobContext['report'],
  stage: string,
): (doneBytes: number, totalBytes: number | null) => void {
  return (doneBytes, totalBytes) =>
    report({ stage, done: doneBytes / 1e6, total: totalBytes === null ? null : totalBytes / 1e6, unit: 'MB' })
}

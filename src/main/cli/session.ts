import type { JobKind, JobRequestOf, JobResultOf } from '../../shared/jobs'
import type { ComputeClient } from '../jobs/compute-client'
import type { ProgressView } from './progress-view'

/** What a command needs from the program around it. */
export interface CliSession {
  readonly client: ComputeClient
  readonly view: ProgressView
  /** One JSON document instead of text for people. */
  readonly isJson: boolean
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** Runs a job with progress on the terminal. @throws StudioError what the job throws */
export async function runJob<K extends JobKind>(
  session: CliSession,
  request: JobRequestOf<K> & { readonly kind: K },
): Promise<JobResultOf<K>> {
  try {
    return await session.client.run<K>(request, {
      onProgress: (progress) => session.view.progress(progress),
      onTraining: (event) => session.view.training(event),
      onNote: (message) => session.view.note(message),
      onWarning: (message) => session.view.warning(message),
      signal: session.signal,
    })
  } finally {
    session.view.end()
  }
}

/** Prints a result: as one JSON document, or as the text that `describe` makes. */
export function printResult<T>(session: CliSession, value: T, describe: (value: T) => string): void {
  const text = session.isJson ? JSON.stringify({ ok: true, value }, null, 2) : describe(value)
  process.stdout.write(`${text}\n`)
}

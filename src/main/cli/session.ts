import type { JobKind, JobRequestOf, JobResultOf } from '../../shared/jobs'
import type { ComputeClient, RunOptions } from '../jobs/compute-client'
import type { ProgressView } from './progress-view'

/** What a command needs from the program around it. */
export interface CliSession {
  readonly client: ComputeClient
  readonly view: ProgressView
  /** One JSON document instead of text for people. */
  readonly isJson: boolean
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** Lets the program end with exit code 1 although its result was printed, as after a check that found faults. */
  fail(): void
  /** Path of the built findings-process.js. */
  readonly findingsEntry: string
  /** Folder of the built page. */
  readonly pageRoot: string
  /** Path of the page that reports are made from. */
  readonly reportTemplate: string
}

/** Runs a job with progress on the terminal. @throws StudioError what the job throws */
export async function runJob<K extends JobKind>(
  session: CliSession,
  request: JobRequestOf<K> & { readonly kind: K },
): Promise<JobResultOf<K>> {
  try {
    return await session.client.run<K>(request, jobListeners(session))
  } finally {
    session.view.end()
  }
}

/** Shows what a job tells, and cancels it on Ctrl-C. */
export function jobListeners({ view, signal }: CliSession): RunOptions {
  return {
    onProgress: (progress) => view.progress(progress),
    onTraining: (event) => view.training(event),
    onNote: (message) => view.note(message),
    onWarning: (message) => view.warning(message),
    signal,
  }
}

/** Prints a result: as one JSON document, or as the text that `describe` makes. */
export function printResult<T>(session: CliSession, value: T, describe: (value: T) => string): void {
  const text = session.isJson ? JSON.stringify({ ok: true, value }, null, 2) : describe(value)
  process.stdout.write(`${text}\n`)
}

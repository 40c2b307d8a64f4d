import type { JobKind, JobRequestOf, JobResultOf } from '../../shared/jobs'

/** How far a stage of a job is; rate and time left are added by the compute process. */
export interface StageProgress {
  /** What is being done, in plain words; a new text starts a new stage and a new measurement of speed. */
  readonly stage: string
  readonly done: number
  /** Null where it is not known in advance. */
  readonly total: number | null
  /** What is counted, in the plural, as `images`. */
  readonly unit: string
  readonly detail?: string
}

/** What a running job may use of the world around it. */
export interface JobContext {
  /** Aborted when the user cancels: stop at the next step and throw `job/cancelled`. */
  readonly signal: AbortSignal
  report(progress: StageProgress): void
  /** Something that the user should know although the job goes on, as a device that could not be used. */
  warn(message: string): void
}

/** Does one kind of job. @throws StudioError */
export type JobRunner<K extends JobKind> = (
  request: JobRequestOf<K>,
  context: JobContext,
) => Promise<JobResultOf<K>>

export type JobRunners = { readonly [K in JobKind]: JobRunner<K> }

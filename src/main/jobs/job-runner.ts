import type { JobKind, JobRequestOf, JobResultOf } from '../../shared/jobs'
import type { TrainingEvent } from '../../shared/training-history'

/** How far a stage of a job is; rate and time left are added by the compute process. */
export interface StageProgress {
  /** What is being done, in plain words; a new text starts a new stage. */
  readonly stage: string
  readonly done: number
  /** Null where it is not known in advance. */
  readonly total: number | null
  /** What is counted, in the plural, as `images`. */
  readonly unit: string
  readonly detail?: string
}

/** A stage that is still to come. */
export interface PlannedStage {
  /** As its reports will name it. */
  readonly stage: string
  /** Stages of the same work take about the same time for an image. */
  readonly work: StageWork
  /** Images; each one counts as often as it is worked on. */
  readonly total: number
}

/** What a stage does with images, for estimates of time. */
export type StageWork = 'training' | 'testing'

/** What a running job may use of the world around it. */
export interface JobContext {
  /** Aborted when the user cancels: stop at the next step and throw `job/cancelled`. */
  readonly signal: AbortSignal
  /**
   * All stages to come, in order, as soon as they are known: from then on progress is that of the whole job. Stages
   * that end sooner than planned, or are left out, count as done when a later one reports.
   */
  plan(stages: readonly PlannedStage[]): void
  report(progress: StageProgress): void
  /** Loss and accuracy of a step or an epoch. */
  record(event: TrainingEvent): void
  /** Something that the user should know and that is no fault, as that a stopped run goes on. */
  note(message: string): void
  /** Something that the user should know although the job goes on, as a device that could not be used. */
  warn(message: string): void
}

/** Does one kind of job. @throws StudioError */
export type JobRunner<K extends JobKind> = (
  request: JobRequestOf<K>,
  context: JobContext,
) => Promise<JobResultOf<K>>

export type JobRunners = { readonly [K in JobKind]: JobRunner<K> }

import type { JobKind, JobProgress } from '../../shared/jobs'
import type { JobContext, PlannedStage, StageProgress } from './job-runner'
import { createJobPlan } from './job-plan'

const minimumIntervalMs = 100

/**
 * Speed is the mean over about this long, so that it follows a change but is not taken for lost when an epoch ends with
 * some seconds of validation, in which nothing is counted.
 */
const windowMs = 60_000

interface Sample {
  readonly atMs: number
  readonly done: number
}

export interface ProgressMeterOptions {
  readonly job: JobKind
  readonly emit: (progress: JobProgress) => void
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
}

/**
 * Adds rate and time left to a job's reports, puts them into the whole job where its stages are planned, and passes
 * on about ten a second; the first and the last of a stage always pass.
 */
export function createProgressMeter(options: ProgressMeterOptions): Pick<JobContext, 'plan' | 'report'> {
  let stage: string | undefined
  let samples: Sample[] = []
  let emittedAtMs = 0
  let jobPlan = createJobPlan([])

  const report = (progress: StageProgress): void => {
    const atMs = options.now()
    const isFirst = progress.stage !== stage
    if (isFirst) {
      stage = progress.stage
      samples = []
    }
    samples.push({ atMs, done: progress.done })
    while (samples.length > 2 && atMs - samples[1]!.atMs > windowMs) samples.shift()
    const rate = rateOf(samples)
    const whole = jobPlan.locate(progress, rate)
    const isLast = progress.total !== null && progress.done >= progress.total
    if (!isFirst && !isLast && atMs - emittedAtMs < minimumIntervalMs) return
    emittedAtMs = atMs
    options.emit({
      job: options.job,
      stage: progress.stage,
      done: whole?.done ?? progress.done,
      total: whole?.total ?? progress.total,
      unit: progress.unit,
      rate,
      secondsLeft: whole ? whole.secondsLeft : secondsLeft(progress, rate),
      detail: progress.detail ?? '',
    })
  }
  const plan = (stages: readonly PlannedStage[]): void => {
    jobPlan = createJobPlan(stages)
  }
  return { plan, report }
}

/** Units per second between the oldest and the newest sample; null before time has passed. */
function rateOf(samples: readonly Sample[]): number | null {
  const first = samples[0]!
  const last = samples[samples.length - 1]!
  const seconds = (last.atMs - first.atMs) / 1000
  const done = last.done - first.done
  return seconds > 0 && done > 0 ? done / seconds : null
}

function secondsLeft(progress: StageProgress, rate: number | null): number | null {
  if (rate === null || progress.total === null) return null
  return Math.max(0, progress.total - progress.done) / rate
}

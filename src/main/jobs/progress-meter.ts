import type { JobKind, JobProgress } from '../../shared/jobs'
import type { StageProgress } from './job-runner'

const minimumIntervalMs = 100

/** Speed is the mean over about this long, so that it follows a change but does not flicker. */
const windowMs = 10_000

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
 * Adds rate and time left to a job's reports and passes on about ten a second; the first and the last of a stage
 * always pass.
 */
export function createProgressMeter(options: ProgressMeterOptions): (progress: StageProgress) => void {
  let stage: string | undefined
  let samples: Sample[] = []
  let emittedAtMs = 0

  return (progress) => {
    const atMs = options.now()
    const isFirst = progress.stage !== stage
    if (isFirst) {
      stage = progress.stage
      samples = []
    }
    samples.push({ atMs, done: progress.done })
    while (samples.length > 2 && atMs - samples[1]!.atMs > windowMs) samples.shift()
    const isLast = progress.total !== null && progress.done >= progress.total
    if (!isFirst && !isLast && atMs - emittedAtMs < minimumIntervalMs) return
    emittedAtMs = atMs
    const rate = rateOf(samples)
    options.emit({
      job: options.job,
      stage: progress.stage,
      done: progress.done,
      total: progress.total,
      unit: progress.unit,
      rate,
      secondsLeft: secondsLeft(progress, rate),
      detail: progress.detail ?? '',
    })
  }
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

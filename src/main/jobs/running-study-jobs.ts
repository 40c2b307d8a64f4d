import { StudioError } from '../../shared/errors'
import type { JobSummary } from '../../shared/job-procedures'
import { jobProgressSchema, type JobProgress } from '../../shared/jobs'
import type { JobRecord } from '../../shared/records/job-records'
import type { StudyStore } from '../store/study-store'
import type { ComputeClient } from './compute-client'
import { resumeStudyJob } from './study-jobs'

export interface RunningStudyJobsOptions {
  readonly client: ComputeClient
  /** The study that is open. @throws StudioError `study/not-open` */
  readonly study: () => StudyStore
  readonly onProgress: (jobId: string, progress: JobProgress) => void
  /** Hears that a job began or ended. */
  readonly onChange: () => void
}

interface RunningJob {
  readonly cancel: () => void
  /** Never rejects. */
  readonly ended: Promise<void>
}

/** The jobs of the open study that run in this program. */
export class RunningStudyJobs {
  readonly #options: RunningStudyJobsOptions
  readonly #running = new Map<string, RunningJob>()

  constructor(options: RunningStudyJobsOptions) {
    this.#options = options
  }

  /** Newest first. */
  list(): JobSummary[] {
    return this.#options.study().jobs.list().map(summarise)
  }

  /** @throws StudioError `store/not-found`, `store/refused` for a job that does not run here */
  async cancel(jobId: string): Promise<JobSummary> {
    const study = this.#options.study()
    const { state } = study.jobs.get(jobId)
    const job = this.#running.get(jobId)
    if (job === undefined) {
      throw new StudioError('store/refused', `The job ${jobId} is ${state}: there is nothing to cancel.`)
    }
    job.cancel()
    await job.ended
    return summarise(study.jobs.get(jobId))
  }

  /** Starts a job again, and does not wait for it. @throws StudioError `store/not-found`, `store/refused` */
  resume(jobId: string): JobSummary {
    const { client, onProgress, onChange } = this.#options
    const study = this.#options.study()
    const { state } = study.jobs.get(jobId)
    if (this.#running.has(jobId) || state === 'running' || state === 'done') {
      throw new StudioError('store/refused', `The job ${jobId} is ${state} and cannot be resumed.`)
    }
    const abort = new AbortController()
    const run = resumeStudyJob({ study, client }, jobId, {
      signal: abort.signal,
      onProgress: (progress) => onProgress(jobId, progress),
    })
    const ended = run.then(nothing, nothing).then(() => {
      this.#running.delete(jobId)
      onChange()
    })
    this.#running.set(jobId, { cancel: () => abort.abort(), ended })
    onChange()
    return summarise(study.jobs.get(jobId))
  }

  /** Cancels what runs, and waits until it has ended. */
  async stop(): Promise<void> {
    const running = [...this.#running.values()]
    for (const { cancel } of running) cancel()
    await Promise.all(running.map(({ ended }) => ended))
  }
}

/** The study keeps how a job ended, and why. */
const nothing = (): void => undefined

function summarise(job: JobRecord): JobSummary {
  const { id, kind, state, reason, isResumable, createdAt, startedAt, finishedAt } = job
  const progress = jobProgressSchema.safeParse(job.progress).data ?? null
  return { id, kind, state, reason, isResumable, createdAt, startedAt, finishedAt, progress }
}

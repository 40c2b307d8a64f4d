import type { HandlersOf } from '../../../shared/api'
import type { RunningStudyJobs } from '../../jobs/running-study-jobs'

/** Long work on the study that is open. */
export function createJobApi(jobs: RunningStudyJobs): HandlersOf<'jobs'> {
  return {
    'jobs.list': () => jobs.list(),
    'jobs.cancel': ({ jobId }) => jobs.cancel(jobId),
    'jobs.resume': ({ jobId }) => jobs.resume(jobId),
  }
}

import type { Command } from 'commander'
import { StudioError } from '../../../../shared/errors'
import type { JobRecord } from '../../../../shared/records/job-records'
import { resumeStudyJob } from '../../../jobs/study-jobs'
import type { StudyStore } from '../../../store/study-store'
import { jsonOption } from '../../options'
import { printResult, type CliSession } from '../../session'
import { workInStudy } from '../../study-session'

const help = `
Examples:
  sweetspot study resume my-study
  sweetspot study resume my-study 01a2b3c4-0000-7000-8000-000000000000`

/** `sweetspot study resume`: goes on with a job that did not end well. */
export function addResumeCommand(study: Command, session: CliSession): void {
  study
    .command('resume <folder> [job]')
    .description('go on with an interrupted, cancelled or failed job (default: the newest)')
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (folder: string, jobId: string | undefined) => {
      const { job } = await workInStudy(session, folder, (world, listeners) => {
        const { id } = jobId === undefined ? newestUnfinished(world.study) : world.study.jobs.get(jobId)
        return resumeStudyJob(world, id, listeners)
      })
      printResult(session, job, () => `The ${job.kind} job is done; its results are in the study.`)
    })
}

const unfinished: readonly JobRecord['state'][] = ['queued', 'interrupted', 'cancelled', 'failed']

function newestUnfinished(store: StudyStore): JobRecord {
  const found = store.jobs.list().find(({ state }) => unfinished.includes(state))
  if (found !== undefined) return found
  throw new StudioError('store/not-found', 'The study has no job that is not done.')
}

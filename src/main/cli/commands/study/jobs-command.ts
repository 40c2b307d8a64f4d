import type { Command } from 'commander'
import type { JobRecord } from '../../../../shared/records/job-records'
import { jsonOption } from '../../options'
import { printResult, type CliSession } from '../../session'
import { withStudy } from '../../study-session'
import { formatTable } from '../../text'

const help = `
Interrupted, cancelled and failed jobs go on with \`sweetspot study resume\`: from their last checkpoint where they
have one, otherwise from the start.

Examples:
  sweetspot study jobs my-study
  sweetspot study jobs my-study --json`

/** `sweetspot study jobs`: what was computed for a study, newest first. */
export function addJobsCommand(study: Command, session: CliSession): void {
  study
    .command('jobs <folder>')
    .description('list the jobs of a study, newest first; also while one is running')
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (folder: string) => {
      const value = await withStudy(folder, { isReadOnly: true, view: session.view }, (store) => ({
        jobs: store.jobs.list().map((job) => ({ ...job, logFile: store.artifactPath(job.logPath) })),
      }))
      printResult(session, value, describeJobs)
    })
}

/** A row for each job, and why jobs did not end well. */
export function describeJobs({
  jobs,
}: {
  readonly jobs: readonly (JobRecord & { readonly logFile: string })[]
}): string {
  if (jobs.length === 0) return 'No jobs yet.'
  const rows = jobs.map(({ id, kind, state, isResumable, startedAt }) => [
    id,
    kind,
    isResumable ? `${state}, has a checkpoint` : state,
    startedAt ?? '-',
  ])
  const reasons = jobs.flatMap(({ id, reason, logFile }) =>
    reason === null ? [] : [`${id}: ${reason}`, `  Log: ${logFile}`],
  )
  return [
    formatTable(['job', 'kind', 'state', 'started'], rows),
    ...(reasons.length === 0 ? [] : ['', ...reasons]),
  ].join('\n')
}

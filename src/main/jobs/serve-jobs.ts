import { z } from 'zod'
import { StudioError, toErrorPayload } from '../../shared/errors'
import type { JobKind, JobRequestOf } from '../../shared/jobs'
import type { JobRunners } from './job-runner'
import type { ProcessPort } from './process-port'
import { createProgressMeter } from './progress-meter'
import { toProcessSchema, type FromProcess } from './protocol'

const addressed = z.object({ id: z.string() })

interface Current {
  readonly id: string
  readonly abort: AbortController
}

/**
 * Answers a client: runs one job at a time, reports its progress and warnings, and sends its result or its error.
 * A message that is no valid request is answered with `api/bad-request`.
 */
export function serveJobs(port: ProcessPort, runners: JobRunners): void {
  const send = (message: FromProcess) => port.send(message)
  const fail = (id: string, thrown: unknown) => send({ type: 'failed', id, error: toErrorPayload(thrown) })
  let current: Current | undefined

  port.onMessage((raw) => {
    const parsed = toProcessSchema.safeParse(raw)
    if (!parsed.success) {
      const { id } = addressed.parse(raw)
      fail(id, new StudioError('api/bad-request', describeIssues(parsed.error)))
      return
    }
    const message = parsed.data
    if (message.type === 'cancel') {
      if (current?.id === message.id) current.abort.abort()
      return
    }
    if (current !== undefined) {
      fail(message.id, new StudioError('internal', 'The compute process already runs a job.'))
      return
    }
    const job: Current = { id: message.id, abort: new AbortController() }
    current = job
    void runJob(
      { kind: message.request.kind, request: message.request, id: job.id, send, runners },
      job.abort,
    )
      .then((value) => send({ type: 'done', id: job.id, value }))
      .catch((thrown: unknown) => fail(job.id, job.abort.signal.aborted ? cancelled() : thrown))
      .finally(() => {
        current = undefined
      })
  })
}

interface Work<K extends JobKind> {
  readonly kind: K
  readonly request: JobRequestOf<K>
  readonly id: string
  readonly send: (message: FromProcess) => void
  readonly runners: JobRunners
}

async function runJob<K extends JobKind>(work: Work<K>, abort: AbortController): Promise<unknown> {
  const { id, send } = work
  const { plan, report } = createProgressMeter({
    job: work.kind,
    emit: (progress) => send({ type: 'progress', id, progress }),
    now: () => performance.now(),
  })
  return work.runners[work.kind](work.request, {
    signal: abort.signal,
    plan,
    report,
    record: (event) => send({ type: 'training', id, event }),
    note: (message) => send({ type: 'note', id, message }),
    warn: (message) => send({ type: 'warning', id, message }),
  })
}

function cancelled(): StudioError {
  return new StudioError('job/cancelled', 'The job was stopped.')
}

/** Which fields of a request are wrong, in one line. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map((issue) => `${issue.path.map(String).join('.') || 'request'}: ${issue.message}`)
    .join('; ')
}

import { hostname } from 'node:os'
import { z } from 'zod'
import { StudioError, type ErrorPayload } from '../../../shared/errors'
import { jobRecordSchema, type JobRecord, type JobState } from '../../../shared/records/job-records'
import { createRecordTable } from '../database/record-table'
import { timestampOf } from '../environment'
import { artifactFolders } from '../study-paths'
import type { TableContext } from './table-context'

type Json = z.core.util.JSONType

/** How a job ended without a result. */
export interface JobEnd extends ErrorPayload {
  readonly state: 'failed' | 'cancelled' | 'interrupted'
  readonly isResumable: boolean
}

/** Long work. */
export interface JobTable {
  /** Newest first; in one state where that is given. */
  list(state?: JobState): readonly JobRecord[]
  get(id: string): JobRecord
  /** A job that waits to be started. */
  add(job: { readonly kind: string; readonly request: JobRecord['request'] }): JobRecord
  /** Starts it, or starts it again. @throws StudioError `store/refused` for one that is running or done */
  start(id: string): JobRecord
  setProgress(id: string, progress: Json): void
  finish(id: string, result: Json): JobRecord
  end(id: string, end: JobEnd): JobRecord
  /** Marks jobs that a process left running when it died. @returns their ids */
  interruptAll(canResume: (job: JobRecord) => boolean): readonly string[]
}

export function createJobTable({ database, environment }: TableContext): JobTable {
  const jobs = createRecordTable(database, {
    table: 'job',
    schema: jobRecordSchema,
    json: ['request', 'progress', 'result'],
    flags: ['isResumable'],
  })
  const change = (id: string, sql: string, parameters: readonly unknown[]): JobRecord => {
    database.statement(sql).run([...parameters, id])
    return jobs.require(id)
  }
  const end: JobTable['end'] = (id, { state, code, message, isResumable }) =>
    change(
      id,
      `UPDATE job SET state = ?, error_code = ?, reason = ?, is_resumable = ?, finished_at = ? WHERE id = ?`,
      [state, code, message, Number(isResumable), timestampOf(environment)],
    )
  return {
    list: (state) =>
      state === undefined
        ? jobs.where('1 ORDER BY id DESC')
        : jobs.where('state = ? ORDER BY id DESC', [state]),
    get: jobs.require,
    add: (job) => jobs.insert(queued(job, environment.newId(), timestampOf(environment))),
    start: (id) => {
      const { state } = jobs.require(id)
      if (state === 'running' || state === 'done') {
        throw new StudioError('store/refused', `The job ${id} is ${state} and cannot be started.`)
      }
      return change(
        id,
        `UPDATE job SET state = 'running', run_count = run_count + 1, host = ?, process_id = ?, started_at = ?,
           finished_at = NULL, error_code = NULL, reason = NULL, is_resumable = 0 WHERE id = ?`,
        [hostname(), process.pid, timestampOf(environment)],
      )
    },
    setProgress: (id, progress) =>
      void change(id, 'UPDATE job SET progress = ? WHERE id = ?', [JSON.stringify(progress)]),
    finish: (id, result) =>
      change(id, `UPDATE job SET state = 'done', result = ?, finished_at = ? WHERE id = ?`, [
        JSON.stringify(result),
        timestampOf(environment),
      ]),
    end,
    interruptAll: (canResume) =>
      database.transaction(() =>
        jobs.where(`state = 'running' ORDER BY id`).map((job) => {
          const { id, processId, host } = job
          const message = `The program (process ${processId} on ${host}) ended while the job was running.`
          end(id, {
            state: 'interrupted',
            code: 'compute/process-died',
            message,
            isResumable: canResume(job),
          })
          return id
        }),
      ),
  }
}

function queued({ kind, request }: Pick<JobRecord, 'kind' | 'request'>, id: string, now: string): JobRecord {
  return {
    id,
    kind,
    state: 'queued',
    request,
    progress: null,
    result: null,
    errorCode: null,
    reason: null,
    isResumable: false,
    runCount: 0,
    logPath: `${artifactFolders.logs}/${id}.log`,
    host: null,
    processId: null,
    createdAt: now,
    startedAt: null,
    finishedAt: null,
  }
}

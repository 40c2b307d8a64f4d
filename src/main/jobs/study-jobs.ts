import { mkdir } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { StudioError, toErrorPayload } from '../../shared/errors'
import { jobs, type JobProgress, type JobRequestOf, type JobResultOf } from '../../shared/jobs'
import type { JobRecord } from '../../shared/records/job-records'
import type { JobEnd } from '../store/tables/job-table'
import type { StudyStore } from '../store/study-store'
import type { ComputeClient, RunOptions } from './compute-client'
import { describeIssues } from './serve-jobs'
import { findDataset } from './study-datasets'
import { placeFiles, removePlaced } from './study-job-files'
import { discardJobFolders, keepOrDiscard, studyJobFolders } from './study-job-folders'
import { studyJobHandlers } from './study-job-handlers'
import { studyJobKinds, type FullRequest, type StudyJobKind, type StudyJobRequest } from './study-job-kind'
import { openJobLog, type JobLog } from './study-job-log'
import { fromStoredRequest, toStoredRequest } from './study-request-paths'

/** Where study jobs run. */
export interface StudyJobWorld {
  readonly study: StudyStore
  readonly client: ComputeClient
  /** Milliseconds since 1970; default the system's clock. */
  readonly now?: () => number
}

/** A job that is done and whose results are in the study. */
export interface StudyJobOutcome<K extends StudyJobKind> {
  readonly job: JobRecord
  readonly result: JobResultOf<K>
  /** Absolute path of the folder that the result's files are relative to. */
  readonly folder: string
}

/**
 * Runs a job and registers what it gives. Nothing half-done is ever registered: all rows, the job's `done` among them,
 * are one transaction after the files are in their place. A job that fails, is cancelled or whose process dies is
 * recorded as such with the reason; its checkpoint stays, so that `resumeStudyJob` can go on with it.
 *
 * @throws StudioError as `ComputeClient.run`; `store/conflict`, `store/not-found` and `file/exists` before anything is
 * computed, for what could not be stored
 */
export async function runStudyJob<K extends StudyJobKind>(
  world: StudyJobWorld,
  request: StudyJobRequest<K>,
  options: RunOptions = {},
): Promise<StudyJobOutcome<K>> {
  const { study } = world
  const kind: K = request.kind
  const handler = studyJobHandlers[kind]
  handler.check(study, request)
  for (const data of handler.data(study, request)) {
    if (findDataset(study, data) === undefined) await runStudyJob(world, { kind: 'index', ...data }, options)
  }
  const job = study.jobs.add({ kind, request: toStoredRequest(request, study.paths.folder) })
  return start(world, { kind, jobId: job.id }, options)
}

/**
 * Goes on with a job that was interrupted, was cancelled or has failed: from its checkpoint where it has one, otherwise
 * from the start. Errors as `runStudyJob`; `store/refused` for a job that is running or done.
 */
export function resumeStudyJob(
  world: StudyJobWorld,
  jobId: string,
  options: RunOptions = {},
): Promise<StudyJobOutcome<StudyJobKind>> {
  const kind = z.enum(studyJobKinds).parse(world.study.jobs.get(jobId).kind)
  return start(world, { kind, jobId }, options)
}

/** Goes on with the newest job of the same request that was stopped and has a checkpoint, else runs a new one. */
export function continueStudyJob<K extends StudyJobKind>(
  world: StudyJobWorld,
  request: StudyJobRequest<K>,
  options: RunOptions = {},
): Promise<StudyJobOutcome<K>> {
  const kind: K = request.kind
  const stopped = stoppedJob(world.study, request)
  if (stopped === undefined) return runStudyJob(world, request, options)
  return start(world, { kind, jobId: stopped.id }, options)
}

/** The newest job of a request that was stopped and has a checkpoint. */
export function stoppedJob(study: StudyStore, request: StudyJobRequest<StudyJobKind>): JobRecord | undefined {
  const asked = toStoredRequest(request, study.paths.folder)
  return study.jobs.list().find((job) => job.isResumable && isDeepStrictEqual({ ...job.request }, asked))
}

interface RunningJob<K extends StudyJobKind> {
  readonly kind: K
  readonly study: StudyStore
  readonly client: ComputeClient
  readonly job: JobRecord
  readonly request: FullRequest<K>
  readonly work: string
}

async function start<K extends StudyJobKind>(
  { study, client, now = Date.now }: StudyJobWorld,
  { kind, jobId }: { readonly kind: K; readonly jobId: string },
  options: RunOptions,
): Promise<StudyJobOutcome<K>> {
  const folders = studyJobFolders(study, kind, jobId)
  const job = study.jobs.start(jobId)
  const log = openJobLog(study.artifactPath(job.logPath), now)
  log.write(`${kind} started, run ${job.runCount}: ${JSON.stringify(job.request)}`)
  try {
    await mkdir(folders.work, { recursive: true })
    const request = fullRequest(kind, job, study)
    studyJobHandlers[kind].check(study, request) // since it was stopped, its name may have been taken
    const listener = listen({ study, jobId, log, now }, options)
    const outcome = await compute({ kind, study, client, job, request, work: folders.work }, listener)
    await discardJobFolders(folders)
    log.write('done')
    return outcome
  } catch (error) {
    const isResumable = await keepOrDiscard(folders, error)
    const ended = study.jobs.end(jobId, endOf(error, isResumable))
    log.write(`${ended.state}: ${ended.reason}`)
    throw error
  }
}

async function compute<K extends StudyJobKind>(
  { kind, study, client, job, request, work }: RunningJob<K>,
  options: RunOptions,
): Promise<StudyJobOutcome<K>> {
  const handler = studyJobHandlers[kind]
  const result = await client.run<K>(request, options)
  const destination = handler.destination(job.id)
  const placed = await placeFiles(study, work, destination)
  const folder = study.artifactPath(destination)
  const ids = new Map<string, string>()
  const artifactId = (file: string): string => {
    const id = ids.get(file)
    if (id !== undefined) return id
    throw new StudioError('internal', `The ${kind} job names a file ${file} that it did not write.`)
  }
  try {
    const store = await handler.prepare({ study, job, request, result, folder, artifactId })
    const done = study.transaction(() => {
      for (const { file, path, sha256, byteCount } of placed) {
        ids.set(file, study.artifacts.add({ path, sha256, byteCount, jobId: job.id }).id)
      }
      store()
      return study.jobs.finish(job.id, z.json().parse(JSON.parse(JSON.stringify(result))))
    })
    return { job: done, result, folder }
  } catch (error) {
    await removePlaced(study, placed)
    throw error
  }
}

/** The stored request with this machine's paths and the job's folders, as the compute process takes it. */
function fullRequest<K extends StudyJobKind>(kind: K, job: JobRecord, study: StudyStore): FullRequest<K>
function fullRequest(kind: StudyJobKind, job: JobRecord, study: StudyStore): JobRequestOf<StudyJobKind> {
  const { work, checkpoint } = studyJobFolders(study, kind, job.id)
  const parsed = jobs[kind].request.safeParse({
    ...fromStoredRequest(job.request, study.paths.folder),
    folder: work,
    checkpointFolder: checkpoint,
  })
  if (parsed.success) return parsed.data
  throw new StudioError('api/bad-request', describeIssues(parsed.error))
}

const progressIntervalMs = 1000

interface Heard {
  readonly study: StudyStore
  readonly jobId: string
  readonly log: JobLog
  readonly now: () => number
}

/** Writes down what a job tells, how far it is at most once a second. */
function listen({ study, jobId, log, now }: Heard, options: RunOptions): RunOptions {
  let storedAtMs = -Infinity
  const onProgress = (progress: JobProgress) => {
    if (now() - storedAtMs >= progressIntervalMs) {
      storedAtMs = now()
      study.jobs.setProgress(jobId, progress)
    }
    options.onProgress?.(progress)
  }
  return { ...options, ...log.listen({ ...options, onProgress }) }
}

function endOf(error: unknown, isResumable: boolean): JobEnd {
  const { code, message } = toErrorPayload(error)
  const states = { 'job/cancelled': 'cancelled', 'compute/process-died': 'interrupted' } as const
  const state = code in states ? states[code as keyof typeof states] : 'failed'
  return { state, code, message, isResumable }
}

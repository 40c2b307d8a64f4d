import { StudioError, toErrorPayload, unwrap, type Result } from '../../shared/errors'
import { jobs, type JobKind, type JobProgress, type JobRequestOf, type JobResultOf } from '../../shared/jobs'
import type { TrainingEvent } from '../../shared/training-history'
import { fromProcessSchema, type FromProcess, type ToProcess } from './protocol'
import { describeIssues } from './serve-jobs'

/** A line to a compute process, whatever kind of process it is. */
export interface ComputeTransport {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** `code` is null when the process was killed by a signal. */
  onExit(listener: (code: number | null) => void): void
  /** Ends the process at once, even in the middle of a step. */
  kill(): void
}

export interface RunOptions {
  readonly onProgress?: (progress: JobProgress) => void
  /** Loss and accuracy of each training step and epoch. */
  readonly onTraining?: (event: TrainingEvent) => void
  /** Something that the user should know and that is no fault. */
  readonly onNote?: (message: string) => void
  /** Something that the user should see although the job goes on. */
  readonly onWarning?: (message: string) => void
  /** Abort to cancel: the job ends at its next step, or is killed when a step takes too long. */
  readonly signal?: AbortSignal
}

export interface ComputeClientOptions {
  /** How long a cancelled job may take to stop by itself before its process is killed. Default 5000. */
  readonly killAfterMs?: number
}

interface PendingJob {
  readonly id: string
  readonly kind: JobKind
  readonly message: ToProcess
  readonly options: RunOptions
  readonly settle: (result: Result<unknown>) => void
  readonly signal: AbortSignal | undefined
}

/**
 * Runs jobs one after the other in a compute process that is started when it is first needed, and started again
 * after it died.
 */
export class ComputeClient {
  readonly #spawn: () => ComputeTransport
  readonly #killAfterMs: number
  readonly #queue: PendingJob[] = []
  #current: PendingJob | undefined
  #transport: ComputeTransport | undefined
  #killTimer: NodeJS.Timeout | undefined
  #nextId = 1
  #disposed = false

  constructor(spawn: () => ComputeTransport, options: ComputeClientOptions = {}) {
    this.#spawn = spawn
    this.#killAfterMs = options.killAfterMs ?? 5000
  }

  /**
   * Queues a job and gives its result.
   * @throws StudioError `api/bad-request` for a request that its schema refuses, `job/cancelled` after an abort,
   * `compute/process-died` when the process ended during the job, or what the job itself threw
   */
  async run<K extends JobKind>(
    request: JobRequestOf<K> & { readonly kind: K },
    options: RunOptions = {},
  ): Promise<JobResultOf<K>> {
    const kind: K = request.kind
    const checked = jobs[kind].request.safeParse(request)
    if (!checked.success) throw new StudioError('api/bad-request', describeIssues(checked.error))
    const id = String(this.#nextId++)
    const result = await new Promise<Result<unknown>>((settle) => {
      this.#enqueue({
        id,
        kind,
        message: { type: 'run', id, request: checked.data },
        options,
        settle,
        signal: options.signal,
      })
    })
    const value = unwrap(result)
    return parseResult(kind, value)
  }

  /** Ends the process and every job, running or waiting, with `job/cancelled`. */
  dispose(): void {
    this.#disposed = true
    for (const job of this.#queue.splice(0)) job.settle(cancelled())
    const transport = this.#transport
    this.#transport = undefined
    this.#finish(cancelled())
    transport?.kill()
  }

  #enqueue(job: PendingJob): void {
    if (this.#disposed || job.signal?.aborted === true) {
      job.settle(cancelled())
      return
    }
    job.signal?.addEventListener('abort', () => this.#cancel(job), { once: true })
    this.#queue.push(job)
    this.#startNext()
  }

  #startNext(): void {
    if (this.#current !== undefined) return
    const job = this.#queue.shift()
    if (job === undefined) return
    this.#current = job
    try {
      this.#transport ??= this.#connect()
      this.#transport.send(job.message)
    } catch (error) {
      this.#transport = undefined
      this.#finish({ ok: false, error: toErrorPayload(error) })
    }
  }

  #connect(): ComputeTransport {
    const transport = this.#spawn()
    transport.onMessage((raw) => {
      if (this.#transport === transport) this.#receive(raw)
    })
    transport.onExit((code) => {
      if (this.#transport !== transport) return
      this.#transport = undefined
      const isCancelled = this.#current?.signal?.aborted === true
      this.#finish(isCancelled ? cancelled() : died(exitReason(code)))
    })
    return transport
  }

  #receive(raw: unknown): void {
    const parsed = fromProcessSchema.safeParse(raw)
    if (!parsed.success) {
      this.#finish({
        ok: false,
        error: {
          code: 'internal',
          message: `The compute process sent an invalid message: ${describeIssues(parsed.error)}`,
        },
      })
      return
    }
    const job = this.#current
    if (job === undefined || job.id !== parsed.data.id) return
    this.#handle(job, parsed.data)
  }

  #handle(job: PendingJob, message: FromProcess): void {
    switch (message.type) {
      case 'progress':
        return job.options.onProgress?.(message.progress)
      case 'training':
        return job.options.onTraining?.(message.event)
      case 'note':
        return job.options.onNote?.(message.message)
      case 'warning':
        return job.options.onWarning?.(message.message)
      case 'done':
        return this.#finish({ ok: true, value: message.value })
      case 'failed':
        return this.#finish({ ok: false, error: message.error })
    }
  }

  #cancel(job: PendingJob): void {
    const waiting = this.#queue.indexOf(job)
    if (waiting >= 0) {
      this.#queue.splice(waiting, 1)
      job.settle(cancelled())
      return
    }
    if (this.#current !== job) return
    this.#transport?.send({ type: 'cancel', id: job.id } satisfies ToProcess)
    this.#killTimer = setTimeout(() => this.#transport?.kill(), this.#killAfterMs)
  }

  #finish(result: Result<unknown>): void {
    clearTimeout(this.#killTimer)
    const job = this.#current
    this.#current = undefined
    job?.settle(result)
    this.#startNext()
  }
}

function parseResult<K extends JobKind>(kind: K, value: unknown): JobResultOf<K>
function parseResult(kind: JobKind, value: unknown): unknown {
  const parsed = jobs[kind].result.safeParse(value)
  if (!parsed.success) {
    throw new StudioError(
      'internal',
      `The ${kind} job gave an invalid result: ${describeIssues(parsed.error)}`,
    )
  }
  return parsed.data
}

function cancelled(): Result<never> {
  return { ok: false, error: { code: 'job/cancelled', message: 'The job was stopped.' } }
}

function died(reason: string): Result<never> {
  const message = `The compute process ended before the job was done: ${reason}. Start the job again; if it ends the same way, take another device or a smaller batch.`
  return { ok: false, error: { code: 'compute/process-died', message } }
}

function exitReason(code: number | null): string {
  if (code === null) return 'the system stopped it, most often for lack of memory'
  return `it ended with exit code ${code}`
}

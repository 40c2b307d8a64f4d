import { setTimeout as wait } from 'node:timers/promises'
import { StudioError } from '../../shared/errors'
import type { FindingAnswer, FindingRequest } from '../jobs/findings/finding-kinds'
import type { FindingsClient } from '../jobs/findings/findings-client'
import type { RecordedWrite } from '../store/database/study-database'
import type { StudyStore } from '../store/study-store'
import type { StudyHolder } from './study-holder'

type Rehearsed = 'rehearse-import' | 'rehearse-plan'

export interface WritingOptions<Outcome = unknown> {
  /** Ends it; nothing of it stays. */
  readonly signal?: AbortSignal
  /** Hears how many of all changes are written; both 0 while they are worked out. */
  readonly onProgress?: (done: number, total: number) => void
  /** Compares what was worked out with what the study holds now, right before it becomes part of that; throws to refuse it. */
  readonly confirm?: (outcome: Outcome) => void
}

/** Changes in one transaction: a few milliseconds, which is what an answer may have to wait. */
const pieceSize = 100
/** Between two transactions, in which answers are taken. */
const pauseMs = 2

/**
 * Large changes to the open study, beside raters who answer. A process of its own works them out on a copy; what it wrote
 * there is written here in pieces, staged, and becomes part of the study with the last one. They are made one after the
 * other, as each is checked against what the study holds.
 */
export class StudyWriting {
  readonly #studies: StudyHolder
  readonly #client: FindingsClient
  #last: Promise<unknown> = Promise.resolve()

  constructor(studies: StudyHolder, client: FindingsClient) {
    this.#studies = studies
    this.#client = client
  }

  /** @throws StudioError what the change or `confirm` throws; `job/cancelled`; `analysis/process-died` */
  perform<K extends Rehearsed>(
    kind: K,
    request: FindingRequest<K>,
    options: WritingOptions<FindingAnswer<K>['result']> = {},
  ): Promise<FindingAnswer<K>['result']> {
    const study = this.#studies.require()
    const work = this.#last.then(() => this.#perform({ study, kind, request, options }))
    this.#last = work.catch(() => undefined)
    return work
  }

  async #perform<K extends Rehearsed>({ study, kind, request, options }: Work<K>) {
    const { signal, onProgress = () => undefined, confirm } = options
    const stop = () => this.#client.stop()
    this.#requireGoingOn(study, signal)
    signal?.addEventListener('abort', stop)
    try {
      await this.#discard(study) // what an earlier change could not take away, as on a full disk
      onProgress(0, 0)
      const { result, writes } = await this.#client.ask(kind, request, study.paths.folder)
      await this.#write(study, writes, { signal, onProgress, confirm: () => confirm?.(result) })
      return result
    } catch (error) {
      this.#requireGoingOn(study, signal) // the process, which is stopped too, knows no reason
      throw error
    } finally {
      signal?.removeEventListener('abort', stop)
      stop() // gives back the memory of its copy
    }
  }

  async #write(
    study: StudyStore,
    total: number,
    { signal, onProgress, confirm }: WritingOptions<void>,
  ): Promise<void> {
    const last: RecordedWrite[] = []
    try {
      for (let from = 0; from < total; from += pieceSize) {
        const request = { from, to: Math.min(from + pieceSize, total) }
        const piece = await this.#client.ask('rehearsed-writes', request, study.paths.folder)
        this.#requireGoingOn(study, signal)
        study.staging.add(piece.filter((write) => study.staging.canStage(write)))
        last.push(...piece.filter((write) => !study.staging.canStage(write)))
        onProgress?.(request.to, total)
        await wait(pauseMs)
      }
      this.#requireGoingOn(study, signal)
      confirm?.()
      study.staging.publish(last)
    } catch (error) {
      await this.#discard(study)
      throw error
    }
  }

  /** A study that was closed meanwhile is cleaned when it is opened again. */
  async #discard(study: StudyStore): Promise<void> {
    while (this.#studies.current === study && !study.staging.discard(pieceSize)) await wait(pauseMs)
  }

  #requireGoingOn(study: StudyStore, signal: AbortSignal | undefined): void {
    if (this.#studies.current === study && signal?.aborted !== true) return
    throw new StudioError('job/cancelled', 'It was stopped before it was complete; nothing of it was kept.')
  }
}

interface Work<K extends Rehearsed> {
  readonly study: StudyStore
  readonly kind: K
  readonly request: FindingRequest<K>
  readonly options: WritingOptions<FindingAnswer<K>['result']>
}

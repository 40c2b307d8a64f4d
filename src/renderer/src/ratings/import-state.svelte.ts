import { toErrorPayload, StudioError, type ErrorPayload } from '../../../shared/errors'
import type { ColumnMapping } from '../../../shared/rating-import'
import { importedFileBytes, type SentFile } from '../../../shared/ratings-procedures'
import {
  defaultStudyImportOptions,
  type ImportedBatch,
  type ImportRun,
  type StudyImportOptions,
  type StudyImportPreview,
} from '../../../shared/study-import'
import { call } from '../bridge/call'
import { oneAtATime } from '../bridge/one-at-a-time'
import { keepFresh } from '../bridge/subscribe'
import { toBase64 } from './to-base64'

/** What went wrong, under a title that says what was meant to happen. */
export interface ImportPageProblem {
  readonly title: string
  readonly error: ErrorPayload
}

const notRead = 'The file was not read'

/**
 * A file on its way into the study: chosen, looked at, imported; and the import that the host knows of, which may have been
 * begun in another window, or here before the page was loaded again.
 */
export class ImportState {
  file = $state.raw<SentFile | null>(null)
  options = $state.raw<StudyImportOptions>(defaultStudyImportOptions)
  preview = $state.raw<StudyImportPreview | null>(null)
  earlier = $state.raw<readonly ImportedBatch[]>([])
  isBusy = $state(false)
  isCancelling = $state(false)
  problem = $state.raw<ImportPageProblem | null>(null)
  /** Why the host's word on imports did not come; null when it did. */
  staleness = $state.raw<ErrorPayload | null>(null)
  /** The file that was chosen last. */
  #taken: File | null = null
  /** Whether an import of this window is under way, which the host may not have told yet. */
  #isSending = $state(false)
  #run = $state.raw<ImportRun | null>(null)
  /** The run whose end was seen before something else was begun here. */
  #seen = $state.raw<string | null>(null)

  readonly #refresh = oneAtATime(() => this.#load())

  /** How the last import ended; null while one runs, and after the next file was taken. */
  readonly ended = $derived.by(() => {
    const run = this.#run
    return this.#isSending || run === null || run.state === 'running' || run.id === this.#seen ? null : run
  })
  /** The import that runs, and of it the part that is written, from 0 to 1; null while none does. */
  readonly running = $derived.by(() => {
    const run = this.#run
    if (run?.state === 'running')
      return { fileName: run.fileName, fraction: run.total === 0 ? 0 : run.done / run.total }
    return this.#isSending ? { fileName: this.file?.name ?? '', fraction: 0 } : null
  })

  /** Follows what the host says of imports, whoever began them. @returns stops it */
  follow(): () => void {
    return keepFresh(['ratings.importing', 'study.changed'], this.#refresh)
  }

  /** Looks at a file; what was said of one before does not hold for it. */
  async take(file: File): Promise<void> {
    await this.#try(notRead, async () => {
      this.preview = null
      this.options = defaultStudyImportOptions
      this.#taken = file
      if (file.size > importedFileBytes) throw tooLarge(file)
      const base64 = await toBase64(file)
      if (this.#taken !== file) return // another one was chosen while this one was read
      this.file = { name: file.name, base64 }
      await this.#look()
    })
  }

  /** Says more about the file, and looks at it again. */
  async change(options: Partial<StudyImportOptions>): Promise<void> {
    this.options = { ...this.options, ...options }
    await this.#try(notRead, () => this.#look())
  }

  async import(): Promise<void> {
    const before = this.#run?.id
    this.#isSending = true
    await this.#try('The import was not completed', async () => {
      try {
        await call('ratings.import', { file: this.file!, options: this.options })
        this.file = null
        this.preview = null
        await this.#refresh()
      } catch (thrown) {
        await this.#refresh()
        if (!this.#tellsOf(toErrorPayload(thrown), before)) throw thrown
      }
    })
    this.#isSending = false
  }

  /** Asks for the end of the import, which then fails with `job/cancelled`. */
  async cancelImport(): Promise<void> {
    this.isCancelling = true
    try {
      await call('ratings.cancelImport', undefined)
    } catch (thrown) {
      this.isCancelling = false
      this.problem = { title: 'The import was not cancelled', error: toErrorPayload(thrown) }
    }
  }

  /** Makes room for another file. */
  clear(): void {
    this.#taken = null
    this.file = null
    this.preview = null
    this.problem = null
    this.#forgetEnd()
  }

  /** Whether the page shows what became of an import of this window without its call's error. */
  #tellsOf({ code }: ErrorPayload, runBefore: string | undefined): boolean {
    const isNew = this.#run !== null && this.#run.id !== runBefore
    if (code === 'api/unreachable') return isNew || this.staleness !== null
    return isNew && this.#run?.state === 'failed'
  }

  async #load(): Promise<void> {
    try {
      const run = await call('ratings.currentImport', undefined)
      const isNews = run === null || run.id !== this.#run?.id || run.state !== this.#run.state
      if (isNews) this.earlier = await call('ratings.imports', undefined)
      this.#run = run
      if (run?.state !== 'running') this.isCancelling = false
      if (isNews && run?.state === 'done' && this.preview !== null && !this.#isSending) await this.#look()
      this.staleness = null
    } catch (thrown) {
      this.staleness = toErrorPayload(thrown)
    }
  }

  async #look(): Promise<void> {
    const { file, options } = this
    const preview = await call('ratings.preview', { file: file!, options })
    if (options === this.options && file === this.file) this.preview = preview
  }

  /** @param title of what is shown where the work fails */
  async #try(title: string, work: () => Promise<void>): Promise<void> {
    this.isBusy = true
    this.problem = null
    this.#forgetEnd()
    try {
      await work()
    } catch (thrown) {
      this.problem = { title, error: toErrorPayload(thrown) }
    }
    this.isBusy = false
  }

  #forgetEnd(): void {
    if (this.#run?.state !== 'running') this.#seen = this.#run?.id ?? null
  }
}

/** A mapping as far as it goes; null while rater, item, answer, or the unit of times are not said. */
export function completeMapping(partial: Partial<ColumnMapping>): ColumnMapping | null {
  const { task, rater, item, answer, timeUnit = 'ms', noChoice = [] } = partial
  if (!task || !rater || !item || !answer) return null
  if (partial.time !== undefined && partial.timeUnit === undefined) return null
  if (task === 'pair' && (!partial.leftModel || !partial.rightModel)) return null
  return { ...partial, task, rater, item, answer, timeUnit, noChoice }
}

function tooLarge({ name, size }: File): StudioError {
  const megabytes = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MB`
  return new StudioError(
    'api/too-large',
    `${name} has ${megabytes(size)}; a page can send at most ${megabytes(importedFileBytes)}. Split the file, or import it on the command line.`,
  )
}

import { toErrorPayload, StudioError, type ErrorPayload } from '../../../shared/errors'
import type { ColumnMapping } from '../../../shared/rating-import'
import { importedFileBytes, type SentFile } from '../../../shared/ratings-procedures'
import {
  defaultStudyImportOptions,
  type ImportedBatch,
  type ImportOutcome,
  type StudyImportOptions,
  type StudyImportPreview,
} from '../../../shared/study-import'
import { call } from '../bridge/call'
import { subscribe } from '../bridge/subscribe'
import { toBase64 } from './to-base64'

/** What went wrong, under a title that says what was meant to happen. */
export interface ImportPageProblem {
  readonly title: string
  readonly error: ErrorPayload
}

const notRead = 'The file was not read'

/** A file on its way into the study: chosen, looked at, imported. */
export class ImportState {
  file = $state.raw<SentFile | null>(null)
  options = $state.raw<StudyImportOptions>(defaultStudyImportOptions)
  preview = $state.raw<StudyImportPreview | null>(null)
  outcome = $state.raw<ImportOutcome | null>(null)
  earlier = $state.raw<readonly ImportedBatch[]>([])
  isBusy = $state(false)
  /** Of the file that is being imported, the part that is written, from 0 to 1; null while none is. */
  importedFraction = $state<number | null>(null)
  /** Whether the import was just cancelled, here or in another window. */
  isCancelled = $state(false)
  isCancelling = $state(false)
  problem = $state.raw<ImportPageProblem | null>(null)

  async loadEarlier(): Promise<void> {
    await this.#try('What was imported before cannot be listed', async () => {
      this.earlier = await call('ratings.imports', undefined)
    })
  }

  /** Looks at a file; what was said of one before does not hold for it. */
  async take(file: File): Promise<void> {
    await this.#try(notRead, async () => {
      this.outcome = null
      this.preview = null
      this.options = defaultStudyImportOptions
      if (file.size > importedFileBytes) throw tooLarge(file)
      this.file = { name: file.name, base64: await toBase64(file) }
      await this.#look()
    })
  }

  /** Says more about the file, and looks at it again. */
  async change(options: Partial<StudyImportOptions>): Promise<void> {
    this.options = { ...this.options, ...options }
    await this.#try(notRead, () => this.#look())
  }

  async import(): Promise<void> {
    await this.#try('The import was not completed', async () => {
      this.importedFraction = 0
      const stop = subscribe('ratings.importing', ({ done, total }) => {
        this.importedFraction = total === 0 ? 0 : done / total
      })
      try {
        this.outcome = await call('ratings.import', { file: this.file!, options: this.options })
      } finally {
        stop()
        this.importedFraction = null
        this.isCancelling = false
      }
    })
    if (this.outcome !== null) await this.loadEarlier()
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
    this.file = null
    this.preview = null
    this.outcome = null
    this.problem = null
    this.isCancelled = false
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
    this.isCancelled = false
    try {
      await work()
    } catch (thrown) {
      const error = toErrorPayload(thrown)
      if (error.code === 'job/cancelled') this.isCancelled = true
      else this.problem = { title, error }
    }
    this.isBusy = false
  }
}

/** A mapping as far as it goes; null while rater, item or answer are not said. */
export function completeMapping(partial: Partial<ColumnMapping>): ColumnMapping | null {
  const { task, rater, item, answer, timeUnit = 'ms', noChoice = [] } = partial
  if (!task || !rater || !item || !answer) return null
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

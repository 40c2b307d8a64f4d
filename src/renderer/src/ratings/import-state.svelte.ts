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
  error = $state.raw<ErrorPayload | null>(null)

  async loadEarlier(): Promise<void> {
    await this.#try(async () => {
      this.earlier = await call('ratings.imports', undefined)
    })
  }

  /** Looks at a file; what was said of one before does not hold for it. */
  async take(file: File): Promise<void> {
    await this.#try(async () => {
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
    await this.#try(() => this.#look())
  }

  async import(): Promise<void> {
    await this.#try(async () => {
      this.importedFraction = 0
      const stop = subscribe('ratings.importing', ({ done, total }) => {
        this.importedFraction = total === 0 ? 0 : done / total
      })
      try {
        this.outcome = await call('ratings.import', { file: this.file!, options: this.options })
      } finally {
        stop()
        this.importedFraction = null
      }
      this.earlier = await call('ratings.imports', undefined)
    })
  }

  async cancelImport(): Promise<void> {
    await call('ratings.cancelImport', undefined)
  }

  /** Makes room for another file. */
  clear(): void {
    this.file = null
    this.preview = null
    this.outcome = null
    this.error = null
  }

  async #look(): Promise<void> {
    const { file, options } = this
    const preview = await call('ratings.preview', { file: file!, options })
    if (options === this.options && file === this.file) this.preview = preview
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.isBusy = true
    this.error = null
    try {
      await work()
    } catch (thrown) {
      this.error = toErrorPayload(thrown)
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
    `${name} has ${megabytes(size)}; a page can send at most ${megabytes(importedFileBytes)}. Split the file.`,
  )
}

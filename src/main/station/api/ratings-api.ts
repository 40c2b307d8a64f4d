import type { HandlersOf } from '../../../shared/api'
import { StudioError, toErrorPayload } from '../../../shared/errors'
import { importedFileBytes, type SentFile } from '../../../shared/ratings-procedures'
import type { ImportOutcome } from '../../../shared/study-import'
import type { FindingRequest } from '../../jobs/findings/finding-kinds'
import type { FindingsClients } from '../../jobs/findings/findings-clients'
import { listImports } from '../../transfer/study-import/list-imports'
import type { EventHub } from '../event-hub'
import { ImportRuns } from '../import-runs'
import type { StationEnvironment } from '../station-environment'
import type { StudyHolder } from '../study-holder'
import type { StudyWriting } from '../study-writing'

interface RatingsApiOptions {
  readonly studies: StudyHolder
  readonly findings: Pick<FindingsClients, 'quick'>
  readonly writing: StudyWriting
  readonly hub: EventHub
  readonly environment: StationEnvironment
}

type ImportRequest = FindingRequest<'rehearse-import'>

/** Ratings that come in from files, beside raters who answer. */
export function createRatingsApi({
  studies,
  findings,
  writing,
  hub,
  environment,
}: RatingsApiOptions): HandlersOf<'ratings'> {
  const runs = new ImportRuns(studies, hub)
  let running: AbortController | undefined

  async function bringIn(request: ImportRequest, signal: AbortSignal): Promise<ImportOutcome> {
    const study = studies.require()
    const run = { id: environment.newId(), fileName: request.name }
    const onProgress = (done: number, total: number) =>
      runs.note(study, { ...run, state: 'running', done, total })
    onProgress(0, 0)
    try {
      const outcome = await writing.perform('rehearse-import', request, { signal, onProgress })
      if (outcome.batchId !== null) studies.noteChange()
      runs.note(study, { ...run, state: 'done', outcome })
      return outcome
    } catch (error) {
      runs.note(study, { ...run, state: 'failed', error: toErrorPayload(error) })
      throw error
    }
  }

  return {
    'ratings.preview': ({ file, options }) =>
      findings.quick.ask('import-preview', { ...file, options }, studies.require().paths.folder),
    'ratings.import': async ({ file, options }) => {
      requireShort(file)
      if (running !== undefined) {
        const message = 'Another file is being imported. Wait until it is in, or cancel it.'
        throw new StudioError('store/conflict', message)
      }
      running = new AbortController()
      try {
        return await bringIn({ ...file, options }, running.signal)
      } finally {
        running = undefined
      }
    },
    'ratings.cancelImport': () => running?.abort(),
    'ratings.currentImport': () => runs.current,
    'ratings.imports': () => [...listImports(studies.require())],
  }
}

function requireShort({ name, base64 }: SentFile): void {
  const bytes = Buffer.byteLength(base64, 'base64')
  if (bytes <= importedFileBytes) return
  throw new StudioError(
    'api/too-large',
    `${name} has ${bytes} bytes; pages may send at most ${importedFileBytes}. Import it on the command line.`,
  )
}

import type { HandlersOf } from '../../../shared/api'
import { StudioError } from '../../../shared/errors'
import { importedFileBytes, type SentFile } from '../../../shared/ratings-procedures'
import type { FindingsClients } from '../../jobs/findings/findings-clients'
import { listImports } from '../../transfer/study-import/list-imports'
import type { EventHub } from '../event-hub'
import type { StudyHolder } from '../study-holder'
import type { StudyWriting } from '../study-writing'

interface RatingsApiOptions {
  readonly studies: StudyHolder
  readonly findings: Pick<FindingsClients, 'quick'>
  readonly writing: StudyWriting
  readonly hub: EventHub
}

/** Progress that is less than this behind is not told. */
const toldEveryMs = 100

/** Ratings that come in from files, beside raters who answer. */
export function createRatingsApi({
  studies,
  findings,
  writing,
  hub,
}: RatingsApiOptions): HandlersOf<'ratings'> {
  let running: AbortController | undefined
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
      const { signal } = running
      try {
        const onProgress = atMostEvery(toldEveryMs, (done, total) =>
          hub.publish('ratings.importing', { done, total }),
        )
        const outcome = await writing.perform('rehearse-import', { ...file, options }, { signal, onProgress })
        if (outcome.batchId !== null) studies.noteChange()
        return outcome
      } finally {
        running = undefined
      }
    },
    'ratings.cancelImport': () => running?.abort(),
    'ratings.imports': () => [...listImports(studies.require())],
  }
}

function atMostEvery(intervalMs: number, tell: (done: number, total: number) => void): typeof tell {
  let toldMs = -Infinity
  return (done, total) => {
    if (performance.now() - toldMs < intervalMs) return
    toldMs = performance.now()
    tell(done, total)
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

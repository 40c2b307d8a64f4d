import type { HandlersOf } from '../../../shared/api'
import { StudioError } from '../../../shared/errors'
import { importedFileBytes, type SentFile } from '../../../shared/ratings-procedures'
import type { FindingsClients } from '../../jobs/findings/findings-clients'
import type { RatingFile } from '../../transfer/import-ratings'
import { importIntoStudy } from '../../transfer/study-import/import-into-study'
import { listImports } from '../../transfer/study-import/list-imports'
import type { StudyHolder } from '../study-holder'

/**
 * Ratings that come in from files. A preview is read in a process of its own; an import is one transaction of the process
 * that holds the study, which answers nothing else meanwhile: about a second for 7,500 ratings.
 */
export function createRatingsApi(
  studies: StudyHolder,
  { quick }: Pick<FindingsClients, 'quick'>,
): HandlersOf<'ratings'> {
  return {
    'ratings.preview': ({ file, options }) =>
      quick.ask('import-preview', { ...file, options }, studies.require().paths.folder),
    'ratings.import': ({ file, options }) => {
      const outcome = importIntoStudy(studies.require(), received(file), options)
      if (outcome.batchId !== null) studies.noteChange()
      return outcome
    },
    'ratings.imports': () => [...listImports(studies.require())],
  }
}

function received({ name, base64 }: SentFile): RatingFile {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length <= importedFileBytes) return { name, bytes }
  throw new StudioError(
    'api/too-large',
    `${name} has ${bytes.length} bytes; pages may send at most ${importedFileBytes}. Import it on the command line.`,
  )
}

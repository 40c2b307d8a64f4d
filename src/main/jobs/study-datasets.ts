import { isDeepStrictEqual } from 'node:util'
import { StudioError } from '../../shared/errors'
import { builtInData } from '../../shared/jobs'
import type { Dataset } from '../../shared/records/data-records'
import { defaultTrainCount } from '../dataset/emojinette/open-emojinette'
import type { StudyStore } from '../store/study-store'
import { toStoredRequest } from './study-request-paths'

/** Images as jobs ask for them. */
export interface DataRequest {
  /** The built-in sample's name, or an absolute path. */
  readonly data: string
  /** Training images to make, for the built-in sample. */
  readonly images?: number | undefined
  /** Edge length, which decides what the built-in sample shows. */
  readonly sizePx: number
}

/** Where a data set's record says that it is, and how it was made. */
export function datasetKey(
  study: StudyStore,
  { data, images, sizePx }: DataRequest,
): Pick<Dataset, 'location' | 'options'> {
  if (data === builtInData)
    return { location: null, options: { images: images ?? defaultTrainCount, sizePx } }
  return { location: String(toStoredRequest({ data }, study.paths.folder)['data']), options: {} }
}

/** The newest data set of the study that a request means. */
export function findDataset(study: StudyStore, request: DataRequest): Dataset | undefined {
  const { location, options } = datasetKey(study, request)
  return study.datasets
    .list()
    .findLast(
      (dataset) =>
        dataset.location === location &&
        (location !== null || (dataset.kind === builtInData && isDeepStrictEqual(dataset.options, options))),
    )
}

/** The same. @throws StudioError `store/not-found` where the data set was not listed before */
export function requireDataset(study: StudyStore, request: DataRequest): Dataset {
  const found = findDataset(study, request)
  if (found !== undefined) return found
  throw new StudioError('store/not-found', `The study does not know the data set ${request.data}.`)
}

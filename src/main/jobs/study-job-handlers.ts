import type { StudyJobHandler, StudyJobKind } from './study-job-kind'
import { indexHandler } from './study-index-handler'
import { mapsHandler } from './study-maps-handler'
import { pruneHandler } from './study-prune-handler'
import { trainHandler } from './study-train-handler'

/** What a study does with each kind of job. */
export const studyJobHandlers: { readonly [K in StudyJobKind]: StudyJobHandler<K> } = {
  index: indexHandler,
  train: trainHandler,
  prune: pruneHandler,
  maps: mapsHandler,
}

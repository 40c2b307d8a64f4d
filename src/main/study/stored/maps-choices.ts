import type { MapsChoice } from '../../../shared/planning-procedures'
import type { StudyStore } from '../../store/study-store'

/** The finished runs of map making whose maps are in the study, newest first. */
export function listMapsChoices(study: StudyStore): MapsChoice[] {
  const maps = study.models
    .list()
    .flatMap(({ id, name }) => study.maps.ofModel(id).map((map) => ({ map, model: name })))
  const ofJob = Map.groupBy(maps, ({ map }) => map.jobId)
  return study.jobs
    .list('done')
    .filter(({ kind, finishedAt }) => kind === 'maps' && finishedAt !== null)
    .flatMap(({ id, finishedAt }) => {
      const made = ofJob.get(id)
      if (made === undefined) return []
      return [
        {
          jobId: id,
          finishedAt: finishedAt!,
          methods: [...new Set(made.map(({ map }) => map.method))],
          models: [...new Set(made.map(({ model }) => model))],
          images: new Set(made.map(({ map }) => map.imageId)).size,
        },
      ]
    })
}

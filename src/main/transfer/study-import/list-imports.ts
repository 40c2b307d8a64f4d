import type { ImportedBatch } from '../../../shared/study-import'
import type { StudyStore } from '../../store/study-store'
import { batchDetailsSchema } from './import-details'

/** The files whose ratings are in a study, oldest first. */
export function listImports(study: StudyStore): readonly ImportedBatch[] {
  return study.raters.batches().flatMap(({ id, source, name, sha256, parameters, createdAt }) => {
    const details = batchDetailsSchema.safeParse(parameters)
    if (source !== 'imported' || sha256 === null || !details.success) return []
    const { experiment, task, provenance } = details.data
    const { ratings, raters } = study.ratings.countOfBatch(id)
    const { notes } = provenance
    return [
      {
        batchId: id,
        fileName: name,
        sha256,
        importedAt: createdAt,
        experiment,
        task,
        ratings,
        raters,
        notes,
      },
    ]
  })
}

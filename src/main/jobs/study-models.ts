import { StudioError } from '../../shared/errors'
import type { Model } from '../../shared/records/model-records'
import type { ModelMetadata } from '../network/model-file'
import type { StudyStore } from '../store/study-store'
import type { Fresh } from '../store/tables/table-context'

/**
 * The weight file of a model of the study.
 * @param nameOrId of the model
 * @throws StudioError `store/not-found` naming the models there are, or for a model without weights
 */
export function modelFile(study: StudyStore, nameOrId: string): string {
  const { name, weightsArtifactId } = study.models.resolve(nameOrId)
  if (weightsArtifactId !== null) return study.artifactPath(study.artifacts.get(weightsArtifactId).path)
  throw new StudioError('store/not-found', `The study has no weights of "${name}", only ratings of its maps.`)
}

/** The model of the study whose weights a file below `artifacts` holds. @throws StudioError `store/not-found` */
export function modelOfFile(study: StudyStore, file: string): Model {
  const found = study.models.list().find(({ weightsArtifactId }) => {
    return (
      weightsArtifactId !== null && study.artifactPath(study.artifacts.get(weightsArtifactId).path) === file
    )
  })
  if (found !== undefined) return found
  throw new StudioError('store/not-found', `${file} is not the weight file of a model of this study.`)
}

/** @throws StudioError `store/conflict` for a name that a model of the study has */
export function refuseTakenName(study: StudyStore, name: string): void {
  if (study.models.findByName(name) === undefined) return
  throw new StudioError(
    'store/conflict',
    `The study has a model "${name}" already. A study keeps every model: give another --name.`,
  )
}

/** What a model's file says of it, as its record has it. */
export function fromMetadata(
  metadata: ModelMetadata,
): Pick<Fresh<Model>, 'classes' | 'sizePx' | 'architecture' | 'metrics' | 'lineage' | 'versions' | 'seed'> {
  const { architecture, classes, metrics, lineage, versions, seed } = metadata
  return {
    classes,
    sizePx: architecture.inputSizePx,
    architecture: architecture.name,
    metrics,
    lineage: lineage.map((step) => ({ ...step })),
    versions,
    seed,
  }
}

/** Edge length of the images that a model takes. @throws StudioError `store/not-found` where it is not known */
export function sizeOf({ name, sizePx }: Model): number {
  if (sizePx !== null) return sizePx
  throw new StudioError('store/not-found', `The study does not know which images "${name}" takes.`)
}

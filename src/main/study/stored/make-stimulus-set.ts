import { StudioError } from '../../../shared/errors'
import type { ProtocolContent } from '../../../shared/protocol'
import { conditionsOf } from '../../../shared/protocol'
import type { ExplanationMap } from '../../../shared/records/map-records'
import type { StimulusPart, StimulusSet } from '../../../shared/records/stimulus-records'
import type { StudyStore } from '../../store/study-store'
import type { NewStimulus } from '../../store/tables/stimulus-table'
import { bindModels, type ModelIds } from './bind-models'

export interface StimulusSetRequest {
  readonly name: string
  readonly content: ProtocolContent
  /** The maps job whose maps are shown. */
  readonly mapsJobId: string
  /** Of the draw that chose the images, for the record. */
  readonly seed: number
}

/** An image with the map of each model that a protocol shows. */
interface MappedImage {
  readonly imageId: string
  readonly className: string
  readonly path: string
  readonly maps: ReadonlyMap<string, ExplanationMap>
}

/**
 * Makes what a protocol's raters see from the maps of one job: a stimulus for every image and condition, drawn as the
 * protocol says. Only images count that have a map with something to show from every model.
 * @throws StudioError `stimuli/too-few` with the counts of every class; `stimuli/bad-request` for a map that was not
 *   drawn in the protocol's way; `protocol/invalid` for a model that the study does not have
 */
export function makeStimulusSet(study: StudyStore, request: StimulusSetRequest): StimulusSet {
  const { name, content, mapsJobId, seed } = request
  const modelIds = bindModels(content, study.models.list())
  const classIds = new Set(content.classes.map(({ id }) => id))
  const images = mappedImages(study, modelIds, mapsJobId).filter(({ className }) => classIds.has(className))
  refuseTooFew(images, content)
  const stimuli = images.flatMap((image) =>
    conditionsOf(content).map(({ name: condition, models }): NewStimulus => ({
      imageId: image.imageId,
      className: image.className,
      key: `${image.path} ${condition}`,
      originalArtifactId: image.maps.get(models[0])!.originalArtifactId,
      parts: models.map((model) => partOf(study, image, { model, kind: content.rendering.kind })),
    })),
  )
  const datasetId = study.images.get(images[0]!.imageId).datasetId
  return study.stimuli.addSet(
    { name, datasetId, rendering: content.rendering.kind, seed, options: { mapsJobId } },
    stimuli,
  )
}

/** Images of which every model has a map with positive evidence, by path. */
function mappedImages(study: StudyStore, modelIds: ModelIds, jobId: string): readonly MappedImage[] {
  const names = Object.keys(modelIds)
  const maps = names.flatMap((model) =>
    study.maps
      .ofModel(modelIds[model]!)
      .filter((map) => map.jobId === jobId && !map.noPositiveEvidence)
      .map((map) => ({ model, map })),
  )
  const groups = Map.groupBy(maps, ({ map }) => map.imageId)
  return [...groups]
    .map(([imageId, members]) => {
      const { className, path } = study.images.get(imageId)
      return { imageId, className, path, maps: new Map(members.map(({ model, map }) => [model, map])) }
    })
    .filter((image) => image.maps.size === names.length)
    .sort((one, other) => (one.path < other.path ? -1 : 1))
}

function refuseTooFew(images: readonly MappedImage[], { classes, sampling }: ProtocolContent): void {
  const wanted = sampling.imagesPerClass + sampling.reservePerClass
  const counts = classes.map(({ id }) => ({
    id,
    count: images.filter(({ className }) => className === id).length,
  }))
  const short = counts.filter(({ count }) => count < wanted)
  if (short.length === 0) return
  throw new StudioError(
    'stimuli/too-few',
    `The protocol wants ${wanted} images of each class with a map of every model, but there are fewer of some ` +
      `(${short.map(({ id, count }) => `${id}: ${count}`).join(', ')}). Make maps of ${wanted} images of each class ` +
      'that every model gets right, or change the protocol.',
  )
}

function partOf(
  study: StudyStore,
  { path, maps }: MappedImage,
  { model, kind }: { readonly model: string; readonly kind: string },
): Omit<StimulusPart, 'stimulusId' | 'position'> {
  const { id, modelId, imageId, predictedClass } = maps.get(model)!
  const [picture] = study.maps.renderings(id, kind)
  if (picture === undefined) {
    throw new StudioError(
      'stimuli/bad-request',
      `The map of ${path} by the model "${model}" was not drawn as ${kind}. Draw the maps in the protocol's way.`,
    )
  }
  const isCorrect = predictedClass === study.images.get(imageId).className
  return { modelId, mapId: id, artifactId: picture.artifactId, predictedClass, isCorrect }
}

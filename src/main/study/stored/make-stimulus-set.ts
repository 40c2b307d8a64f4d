import type { ProtocolContent } from '../../../shared/protocol'
import { conditionsOf } from '../../../shared/protocol'
import type { StimulusPart, StimulusSet } from '../../../shared/records/stimulus-records'
import type { StudyStore } from '../../store/study-store'
import type { NewStimulus } from '../../store/tables/stimulus-table'
import { mappedImages, pictureOf, refuseUnfit, type MappedImage } from './mapped-images'

export interface StimulusSetRequest {
  readonly name: string
  readonly content: ProtocolContent
  /** The maps job whose maps are shown. */
  readonly mapsJobId: string
  /** Of the draw that chose the images, for the record. */
  readonly seed: number
}

/**
 * Makes what a protocol's raters see from the maps of one job: a stimulus for every image and condition, drawn as the
 * protocol says. Only images count that have a map with something to show from every model.
 * @throws StudioError `stimuli/too-few` with the counts of every class; `stimuli/bad-request` for a map that was not
 *   drawn in the protocol's way; `protocol/invalid` for a model that the study does not have
 */
export function makeStimulusSet(study: StudyStore, request: StimulusSetRequest): StimulusSet {
  const { name, content, mapsJobId, seed } = request
  const images = mappedImages(study, content, mapsJobId)
  refuseUnfit(study, images, content)
  const stimuli = images.flatMap((image) =>
    conditionsOf(content).map(({ name: condition, models }): NewStimulus => ({
      imageId: image.imageId,
      className: image.className,
      key: `${image.path} ${condition}`,
      originalArtifactId: image.maps.get(models[0])!.originalArtifactId,
      parts: models.map((model) => partOf(study, image, { model, content })),
    })),
  )
  const datasetId = study.images.get(images[0]!.imageId).datasetId
  return study.stimuli.addSet(
    { name, datasetId, rendering: content.rendering.kind, seed, options: { mapsJobId } },
    stimuli,
  )
}

function partOf(
  study: StudyStore,
  image: MappedImage,
  use: { readonly model: string; readonly content: ProtocolContent },
): Omit<StimulusPart, 'stimulusId' | 'position'> {
  const { id, modelId, imageId, predictedClass } = image.maps.get(use.model)!
  const { artifactId } = pictureOf(study, image, use)
  const isCorrect = predictedClass === study.images.get(imageId).className
  return { modelId, mapId: id, artifactId, predictedClass, isCorrect }
}

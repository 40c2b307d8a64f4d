import { countText } from '../../../shared/count-text'
import { isDeepStrictEqual } from 'node:util'
import { StudioError } from '../../../shared/errors'
import type { ProtocolContent, ProtocolRendering } from '../../../shared/protocol'
import type { ExplanationMap, MapRendering } from '../../../shared/records/map-records'
import type { StudyStore } from '../../store/study-store'
import { bindModels } from './bind-models'

/** An image with the map of each model that a protocol shows. */
export interface MappedImage {
  readonly imageId: string
  readonly className: string
  readonly path: string
  /** By the model's name in the protocol. */
  readonly maps: ReadonlyMap<string, ExplanationMap>
}

/** How many images of a class there are, and how many the protocol wants. */
export interface ClassCount {
  readonly id: string
  readonly available: number
  readonly wanted: number
}

/**
 * Images of the protocol's classes of which one job made a map with positive evidence by every shown model, by path.
 * @throws StudioError `protocol/invalid` for a model that the study does not have
 */
export function mappedImages(
  study: StudyStore,
  content: ProtocolContent,
  mapsJobId: string,
): readonly MappedImage[] {
  const modelIds = bindModels(content, study.models.list())
  const classIds = new Set(content.classes.map(({ id }) => id))
  const names = Object.keys(modelIds)
  const maps = names.flatMap((model) =>
    study.maps
      .ofModel(modelIds[model]!)
      .filter((map) => map.jobId === mapsJobId && !map.noPositiveEvidence)
      .map((map) => ({ model, map })),
  )
  const groups = Map.groupBy(maps, ({ map }) => map.imageId)
  return [...groups]
    .map(([imageId, members]) => {
      const { className, path } = study.images.get(imageId)
      return { imageId, className, path, maps: new Map(members.map(({ model, map }) => [model, map])) }
    })
    .filter((image) => image.maps.size === names.length && classIds.has(image.className))
    .sort((one, other) => (one.path < other.path ? -1 : 1))
}

/** What there is of each of the protocol's classes. */
export function imagesOfClasses(
  images: readonly MappedImage[],
  { classes, sampling }: ProtocolContent,
): readonly ClassCount[] {
  return classes.map(({ id }) => ({
    id,
    available: images.filter(({ className }) => className === id).length,
    wanted: sampling.imagesPerClass + sampling.reservePerClass,
  }))
}

/**
 * @throws StudioError `stimuli/too-few` with the counts of every class that is short; `stimuli/bad-request` for a map
 *   that was not drawn in the protocol's way
 */
export function refuseUnfit(
  study: StudyStore,
  images: readonly MappedImage[],
  content: ProtocolContent,
): void {
  const short = imagesOfClasses(images, content).filter(({ available, wanted }) => available < wanted)
  if (short.length > 0) {
    const { wanted } = short[0]!
    throw new StudioError(
      'stimuli/too-few',
      `The protocol wants ${countText(wanted, 'image')} of each class with a map of every model, but there are fewer of some ` +
        `(${short.map(({ id, available }) => `${id}: ${available}`).join(', ')}). Make maps of ${countText(wanted, 'image')} of each ` +
        'class that every model gets right, or change the protocol.',
    )
  }
  for (const image of images)
    for (const model of image.maps.keys()) pictureOf(study, image, { model, content })
}

/**
 * The picture of a map as the protocol wants it drawn.
 * @throws StudioError `stimuli/bad-request` where the map was not drawn so
 */
export function pictureOf(
  study: StudyStore,
  { path, maps }: MappedImage,
  { model, content: { rendering } }: { readonly model: string; readonly content: ProtocolContent },
): MapRendering {
  const drawn = study.maps.renderings(maps.get(model)!.id, rendering.kind)
  const fitting = drawn.find(({ options }) => isDrawnSo(options, rendering))
  if (fitting !== undefined) return fitting
  const found = drawn.map(({ options }) => JSON.stringify(options)).join(' and ')
  throw new StudioError(
    'stimuli/bad-request',
    `The map of ${path} by the model "${model}" was not drawn as ${rendering.kind} in the protocol's way` +
      `${found === '' ? '' : `: it was drawn with ${found}`}. Draw the maps in the protocol's way, or change the ` +
      "protocol's rendering.",
  )
}

/** Whether no option that is known of a picture differs from what the protocol says. */
function isDrawnSo(options: MapRendering['options'], rendering: ProtocolRendering): boolean {
  const wanted: Readonly<Record<string, unknown>> = rendering
  return Object.entries(options).every(
    ([name, value]) => !(name in wanted) || isDeepStrictEqual(wanted[name], value),
  )
}

import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import sharp from 'sharp'
import { createStudy } from '../../src/main/store/create-study'
import type { StudyStore } from '../../src/main/store/study-store'
import { bindModels } from '../../src/main/study/stored/bind-models'
import { prepareExperiment } from '../../src/main/study/stored/prepare-experiment'
import type { ProtocolContent } from '../../src/shared/protocol'
import { presetProtocol, type PresetName } from '../../src/shared/protocol-presets'
import { seededRandom } from '../../src/shared/seeded-random'
import { aModel } from '../main/store/a-model'

export interface RatedStudyOptions {
  readonly preset: PresetName
  /** To be rated, besides two of each class for practice and checks. Default 4. */
  readonly imagesPerClass?: number
  /** Classes of the preset that are used, from the first. Default 3. */
  readonly classCount?: number
  /** People that an item is shown to. Default 2. */
  readonly ratingsPerItem?: number
  /** Side of every picture. Default 64. */
  readonly sizePx?: number
  /** Default 1. */
  readonly seed?: number
  /** What differs from the preset, last of all. */
  readonly change?: (content: ProtocolContent) => ProtocolContent
}

/** A study that people can rate, as it lies on the disk. */
export interface RatedStudy {
  readonly folder: string
  readonly planId: string
  readonly protocolId: string
  readonly content: ProtocolContent
  /** Ids by the protocol's names. */
  readonly modelIds: Readonly<Record<string, string>>
}

/**
 * Makes a study in a new folder, with a plan and real pictures for it: shapes on a grey ground in place of photographs,
 * and blots in place of what models would show, so that nothing has to be trained. It is closed when this returns.
 */
export async function makeRatedStudy(folder: string, options: RatedStudyOptions): Promise<RatedStudy> {
  const content = contentOf(options)
  const pictures = await drawPictures(content, options)
  const study = createStudy(folder, { name: 'Rated study', siteName: 'Ulm University', sitePrefix: 'ULM' })
  try {
    return study.transaction(() => ({
      folder,
      content,
      ...fill(study, content, pictures, options.seed ?? 1),
    }))
  } finally {
    study.close()
  }
}

/** The preset, made small: few classes and images, a break and a check within a short session. */
function contentOf(options: RatedStudyOptions): ProtocolContent {
  const { preset, imagesPerClass = 4, classCount = 3, ratingsPerItem = 2 } = options
  const whole = presetProtocol(preset)
  const classIds = whole.classes.slice(0, classCount).map(({ id }) => id)
  const content = presetProtocol(preset, { classIds, sampling: { imagesPerClass, ratingsPerItem } })
  const isShort = content.sampling.itemsPerRater < 50
  const small = {
    ...content,
    timeline: content.timeline.map((block) =>
      block.type === 'rating' && isShort
        ? {
            ...block,
            breakEvery: 6,
            breakSeconds: 5,
            checkEvery: Math.min(5, content.sampling.itemsPerRater),
          }
        : block,
    ),
  }
  return options.change?.(small) ?? small
}

interface DrawnImage {
  readonly classId: string
  readonly number: number
  readonly original: Buffer
  /** By the protocol's names of models. */
  readonly maps: ReadonlyMap<string, { readonly picture: Buffer; readonly energyInside: number }>
}

async function drawPictures(
  { classes, models, rendering, sampling }: ProtocolContent,
  { sizePx = 64, seed = 1 }: RatedStudyOptions,
): Promise<readonly DrawnImage[]> {
  const perClass = sampling.imagesPerClass + sampling.reservePerClass
  const wanted = classes.flatMap(({ id }, shape) =>
    Array.from({ length: perClass }, (_, number) => ({ classId: id, shape, number })),
  )
  return Promise.all(
    wanted.map(async ({ classId, shape, number }) => {
      const scene = drawScene(sizePx, shape, seededRandom(seed, 'scene', classId, number))
      const maps = models.map(async ({ name }, place) => {
        const offset = seededRandom(seed, 'blot', classId, number, name).uniform() * (0.15 + 0.2 * place)
        const rgb = drawMap(scene, rendering.kind, offset)
        return [name, { picture: await encode(rgb, sizePx), energyInside: 1 - offset }] as const
      })
      return {
        classId,
        number,
        original: await encode(scene.rgb, sizePx),
        maps: new Map(await Promise.all(maps)),
      }
    }),
  )
}

const encode = (rgb: Uint8Array, sizePx: number): Promise<Buffer> =>
  sharp(rgb, { raw: { width: sizePx, height: sizePx, channels: 3 } })
    .png()
    .toBuffer()

interface Scene {
  readonly rgb: Uint8Array
  readonly sizePx: number
  /** Of the shape's middle. */
  readonly x: number
  readonly y: number
}

type Distance = (dx: number, dy: number) => number
const shapes: readonly Distance[] = [
  (dx, dy) => Math.hypot(dx, dy),
  (dx, dy) => Math.max(Math.abs(dx), Math.abs(dy)),
  (dx, dy) => Math.abs(dx) + Math.abs(dy),
  (dx, dy) => Math.max(dy, Math.abs(dx) - dy / 2),
]

/** A coloured shape at a random place on a noisy ground. */
function drawScene(sizePx: number, shape: number, random: ReturnType<typeof seededRandom>): Scene {
  const [x, y] = [random.between(0.3, 0.7) * sizePx, random.between(0.3, 0.7) * sizePx]
  const colour = [random.between(60, 250), random.between(60, 250), random.between(60, 250)]
  const distance = shapes[shape % shapes.length]!
  const radius = sizePx * (shape < shapes.length ? 0.22 : 0.14)
  const rgb = Uint8Array.from({ length: sizePx * sizePx * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3)
    const isInside = distance((pixel % sizePx) - x, Math.floor(pixel / sizePx) - y) < radius
    return isInside ? colour[index % 3]! : 100 + random.below(40)
  })
  return { rgb, sizePx, x, y }
}

/** Where a model would look: a blot that lies beside the shape by a share of the picture. */
function drawMap(
  { rgb, sizePx, x, y }: Scene,
  kind: 'heat-map' | 'occlusion-map',
  offset: number,
): Uint8Array {
  const [middleX, middleY] = [x + offset * sizePx, y - offset * sizePx]
  return rgb.map((value, index) => {
    const pixel = Math.floor(index / 3)
    const away = Math.hypot((pixel % sizePx) - middleX, Math.floor(pixel / sizePx) - middleY) / (sizePx / 4)
    if (kind === 'occlusion-map') return away < 0.75 ? value : 0
    const heat = Math.exp(-away * away)
    const colour = [heat, 1 - Math.abs(2 * heat - 1), 1 - heat][index % 3]!
    return Math.round(0.7 * value + 0.3 * 255 * colour)
  })
}

function fill(
  study: StudyStore,
  content: ProtocolContent,
  drawn: readonly DrawnImage[],
  seed: number,
): Pick<RatedStudy, 'planId' | 'protocolId' | 'modelIds'> {
  for (const { name, cpr } of content.models) {
    study.models.add(
      aModel({ name, targetCpr: cpr!, measuredCpr: cpr, classes: content.classes.map(({ id }) => id) }),
    )
  }
  const modelIds = bindModels(content, study.models.list())
  const datasetId = study.datasets.add({
    name: 'shapes',
    kind: 'folder',
    location: null,
    fingerprint: 'shapes-1',
    classes: content.classes.map(({ id }) => id),
    options: {},
  }).id
  const mapsJobId = study.jobs.add({ kind: 'maps', request: {} }).id
  const context = { study, datasetId, mapsJobId, kind: content.rendering.kind, modelIds }
  for (const [index, image] of drawn.entries()) addImage(context, image, index)
  study.jobs.start(mapsJobId)
  study.jobs.finish(mapsJobId, { images: drawn.length })
  const experiment = prepareExperiment(study, { name: content.name, content, mapsJobId, raters: null, seed })
  return { planId: experiment.plan.id, protocolId: experiment.protocol.id, modelIds }
}

interface FillContext {
  readonly study: StudyStore
  readonly datasetId: string
  readonly mapsJobId: string
  readonly kind: string
  readonly modelIds: Readonly<Record<string, string>>
}

function addImage(
  context: FillContext,
  { classId, number, original, maps }: DrawnImage,
  index: number,
): void {
  const { study, datasetId, mapsJobId, kind, modelIds } = context
  const unknown = { sha256: null, fingerprint: null, maskArtifactId: null, widthPx: null, heightPx: null }
  const path = `test/${classId}/${number}.png`
  const imageId = study.images.add({ datasetId, path, className: classId, split: 'test', ...unknown }).id
  const originalArtifactId = addFile(context, `originals/${index}.png`, original)
  for (const [name, { picture, energyInside }] of maps) {
    const mapId = study.maps.add({
      modelId: modelIds[name]!,
      imageId,
      method: 'grad-cam',
      layer: 'last',
      explainedClass: classId,
      predictedClass: classId,
      confidence: 0.9,
      noPositiveEvidence: false,
      originalArtifactId,
      rawArtifactId: null,
      rawTensor: null,
      rawMinimum: null,
      rawMaximum: null,
      rawMean: null,
      energyInside,
      jobId: mapsJobId,
    }).id
    const artifactId = addFile(context, `${kind}/${name}-${index}.png`, picture)
    study.maps.addRendering({ mapId, rendering: kind, options: {}, scaling: null, artifactId })
  }
}

function addFile({ study, mapsJobId }: FillContext, name: string, bytes: Buffer): string {
  const path = `maps/${mapsJobId}/${name}`
  const file = study.artifactPath(path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return study.artifacts.add({ path, sha256, byteCount: bytes.length, jobId: mapsJobId }).id
}

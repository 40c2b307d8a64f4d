import type { MapEntry, MapScore } from '../../../shared/jobs'
import { explainImageSet, type ExplainedImage } from '../../explain/explain-image-set'
import type { MapRunner } from '../../explain/map-method'
import { mapMethods } from '../../explain/map-methods'
import type { ScalarMap } from '../../explain/scalar-map'
import type { ImageSet } from '../../dataset/image-set'
import { pauseForCancellation } from '../../network/cancellation'
import { assertFits } from '../../network/evaluate'
import { loadModel } from '../../network/model-file'
import type { JobContext } from '../job-runner'
import type { MapWorkspace } from './maps-runner'
import type { NamedModel } from './name-models'
import { createScoreKeeper } from './score-maps'
import { writeMap } from './write-maps'

export interface ExplainOptions {
  readonly folder: string
  readonly layer: string | undefined
  /** Images to write, as indices into the test set. */
  readonly indices: readonly number[]
  /** The written original of each of them, by index. */
  readonly originals: ReadonlyMap<number, string>
  readonly isScoredOnAll: boolean
}

/** One model's maps, written. */
export interface ModelMaps {
  readonly model: NamedModel
  readonly layer: string
  readonly entries: readonly MapEntry[]
  readonly rawMaps: readonly { readonly tensor: string; readonly map: ScalarMap }[]
  /** Null where the true object is not known, or no map could be scored. */
  readonly score: MapScore | null
}

const batchSize = 16

/**
 * Explains the predicted class of images with one model and writes the pictures.
 * @throws StudioError as `loadModel`, `assertFits` and the map method
 */
export async function explainModel(
  model: NamedModel,
  options: ExplainOptions,
  { device, dataBySize }: MapWorkspace,
  context: JobContext,
): Promise<ModelMaps> {
  const { network } = await loadModel(model.file)
  try {
    const images = dataBySize.get(network.inputSizePx)!.test
    assertFits(images, network)
    const runner = await mapMethods['grad-cam'].prepare({
      network,
      device,
      batchSize,
      ...(options.layer === undefined ? {} : { targetLayer: options.layer }),
    })
    try {
      return await explainImages(model, options, { images, runner }, context)
    } finally {
      await runner.dispose()
    }
  } finally {
    network.dispose()
  }
}

async function explainImages(
  model: NamedModel,
  options: ExplainOptions,
  { images, runner }: { readonly images: ImageSet; readonly runner: MapRunner },
  context: JobContext,
): Promise<ModelMaps> {
  const { signal, report } = context
  const scores = createScoreKeeper(images)
  const entries: MapEntry[] = []
  const rawMaps: { tensor: string; map: ScalarMap }[] = []
  const all = options.isScoredOnAll && images.objectMask !== undefined
  const indices = all ? Array.from(images.labels.keys()) : options.indices
  let done = 0
  for await (const batch of explainImageSet(runner, images, indices)) {
    if (done === 0) warnOfCoarseMaps(batch[0]!.map.raw, runner.targetLayer, context)
    await pauseForCancellation(signal, 'Explaining')
    for (const explained of batch) {
      const energyInside = scores.add(explained)
      const original = options.originals.get(explained.index)
      if (original !== undefined) {
        const { entry, tensor } = await writeOne(explained, { model, runner, images, original, options })
        entries.push({ ...entry, energyInside })
        rawMaps.push({ tensor, map: explained.map.raw })
      }
    }
    done += batch.length
    report({ stage: `Explaining ${model.name}`, done, total: indices.length, unit: 'images' })
  }
  return { model, layer: runner.targetLayer, entries, rawMaps, score: scores.score() }
}

/** Below this the place of a map's highest value is decided by the resizing, not by the network. */
const leastPositions = 4

function warnOfCoarseMaps(map: ScalarMap, layer: string, { warn }: JobContext): void {
  if (Math.min(map.width, map.height) >= leastPositions) return
  warn(
    `The maps of ${layer} have only ${map.width} x ${map.height} positions (the published study: 7 x 7), too few to ` +
      'show where the network looks. Take an earlier layer, or a network for larger images.',
  )
}

interface WriteContext {
  readonly model: NamedModel
  readonly runner: MapRunner
  readonly images: ImageSet
  readonly original: string
  readonly options: ExplainOptions
}

async function writeOne(
  explained: ExplainedImage,
  { model, runner, images, original, options }: WriteContext,
) {
  const { index, map } = explained
  const written = await writeMap(options.folder, {
    pixels: explained.pixels,
    sizePx: images.sizePx,
    raw: map.raw,
    original,
    modelName: model.name,
  })
  const tensor = `${model.name}/${written.stem}`
  const entry: Omit<MapEntry, 'energyInside'> = {
    image: images.names[index]!,
    label: images.classes[images.labels[index]!]!,
    model: model.name,
    predicted: images.classes[map.predictedClass]!,
    confidence: softmaxShare(map.logits, map.predictedClass),
    layer: runner.targetLayer,
    scaling: written.scaling,
    noPositiveEvidence: !map.hasPositiveEvidence,
    original,
    heatMap: written.heatMap,
    occlusionMap: written.occlusionMap,
    raw: { file: rawMapsFile, tensor },
  }
  return { entry, tensor }
}

/** All raw maps of one run of map making. */
export const rawMapsFile = 'maps.safetensors'

function softmaxShare(logits: Float32Array, chosen: number): number {
  const highest = Math.max(...logits)
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - highest), 0)
  return Math.exp(logits[chosen]! - highest) / sum
}

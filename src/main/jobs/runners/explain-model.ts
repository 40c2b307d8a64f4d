import type { ExplainedClass, MapMethodKind } from '../../../shared/maps'
import type { MapScore } from '../../../shared/jobs'
import { StudioError } from '../../../shared/errors'
import { explainImageSet } from '../../explain/explain-image-set'
import type { ImageMap, MapRunner } from '../../explain/map-method'
import { mapMethods } from '../../explain/map-methods'
import type { ScalarMap } from '../../explain/scalar-map'
import { recordActivations, type RecordedActivations } from '../../explain/record-activations'
import type { ImageSet } from '../../dataset/image-set'
import { pauseForCancellation } from '../../network/cancellation'
import { assertFits } from '../../network/evaluate'
import { loadModel } from '../../network/model-file'
import type { Network } from '../../network/network'
import type { JobContext } from '../job-runner'
import type { MapWorkspace } from './maps-runner'
import type { NamedModel } from './name-models'
import { createScoreKeeper } from './score-maps'

export interface ExplainOptions {
  readonly method: MapMethodKind
  readonly layer: string | undefined
  readonly explained: ExplainedClass
  /** Images whose maps are kept, as indices into the test set. */
  readonly indices: readonly number[]
  readonly isScoredOnAll: boolean
  /** Counts the target layer's activations on all test images too. */
  readonly countsActivations: boolean
}

/** A map of an image that is written. */
export interface KeptMap extends ImageMap {
  /** Share of its positive values that lies on the object; null where that is not known. */
  readonly energyInside: number | null
}

/** One model's maps. */
export interface ExplainedModel {
  readonly model: NamedModel
  readonly layer: string
  readonly images: ImageSet
  /** By the image's index in the test set. */
  readonly maps: ReadonlyMap<number, KeptMap>
  /** Null where the true object is not known, or no map could be scored. */
  readonly score: MapScore | null
  readonly activations: RecordedActivations | null
}

const batchSize = 16

/**
 * Explains images with one model.
 * @throws StudioError as `loadModel`, `assertFits` and the map method; `explain/bad-request` for an unknown class
 */
export async function explainModel(
  model: NamedModel,
  options: ExplainOptions,
  { device, dataBySize }: MapWorkspace,
  context: JobContext,
): Promise<ExplainedModel> {
  const { network } = await loadModel(model.file)
  try {
    const images = dataBySize.get(network.inputSizePx)!.test
    assertFits(images, network)
    const { layer: targetLayer, explained } = options
    const classOf = classChooser(explained, network, images)
    const runner = await mapMethods[options.method].prepare({ network, device, batchSize, targetLayer })
    try {
      const { maps, score } = await explainImages({ model, options, images, runner, classOf }, context)
      const activations = options.countsActivations
        ? await recordActivations({
            network,
            device,
            images,
            batchSize,
            targetLayer,
            signal: context.signal,
            onProgress: (done, total) =>
              context.report({ stage: `Counting activations of ${model.name}`, done, total, unit: 'images' }),
          })
        : null
      return { model, layer: runner.targetLayer, images, maps, score, activations }
    } finally {
      await runner.dispose()
    }
  } finally {
    network.dispose()
  }
}

/** The class to explain for an image; undefined stands for the predicted one. */
function classChooser(
  explained: ExplainedClass,
  { classes }: Network,
  images: ImageSet,
): ((index: number) => number) | undefined {
  if (explained === 'predicted') return undefined
  if (explained === 'label') return (index) => images.labels[index]!
  const chosen = classes.indexOf(explained.className)
  if (chosen >= 0) return () => chosen
  throw new StudioError(
    'explain/bad-request',
    `There is no class ${explained.className}; the network knows ${classes.join(', ')}. Choose one of them, or the ` +
      'predicted class or the label of each image.',
  )
}

interface ExplainRun {
  readonly model: NamedModel
  readonly options: ExplainOptions
  readonly images: ImageSet
  readonly runner: MapRunner
  readonly classOf: ((index: number) => number) | undefined
}

async function explainImages(
  { model, options, images, runner, classOf }: ExplainRun,
  context: JobContext,
): Promise<Pick<ExplainedModel, 'maps' | 'score'>> {
  const scores = createScoreKeeper(images)
  const maps = new Map<number, KeptMap>()
  const kept = new Set(options.indices)
  const all = options.isScoredOnAll && images.objectMask !== undefined
  const indices = all ? Array.from(images.labels.keys()) : options.indices
  let done = 0
  for await (const batch of explainImageSet(runner, images, indices, classOf)) {
    if (done === 0) warnOfCoarseMaps(batch[0]!.map.raw, runner.targetLayer, context)
    await pauseForCancellation(context.signal, 'Explaining')
    for (const explained of batch) {
      const energyInside = scores.add(explained)
      if (kept.has(explained.index)) maps.set(explained.index, { ...explained.map, energyInside })
    }
    done += batch.length
    context.report({ stage: `Explaining ${model.name}`, done, total: indices.length, unit: 'images' })
  }
  return { maps, score: scores.score() }
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

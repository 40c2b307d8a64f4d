import { assertFits, createEvaluator } from '../../network/evaluate'
import { loadModel } from '../../network/model-file'
import type { JobContext } from '../job-runner'
import type { MapWorkspace } from './maps-runner'
import type { NamedModel } from './name-models'

/** What one model says about every test image. */
export interface ModelPredictions {
  readonly model: NamedModel
  /** `[count]`, the class predicted for each test image. */
  readonly classes: Int32Array
  /** `[count]`, its softmax share. */
  readonly confidences: Float32Array
}

/** Classifies all test images with a model. @throws StudioError as `loadModel` and `Evaluator.evaluate` */
export async function predictTestImages(
  model: NamedModel,
  { device, dataBySize }: MapWorkspace,
  { signal, report }: JobContext,
): Promise<ModelPredictions> {
  const { network } = await loadModel(model.file)
  try {
    const images = dataBySize.get(network.inputSizePx)!.test
    assertFits(images, network)
    const evaluator = await createEvaluator(device, network, { freeze: true })
    try {
      const onProgress = (progress: { readonly done: number; readonly total: number }) =>
        report({ stage: `Classifying with ${model.name}`, ...progress, unit: 'images' })
      const { predictions, confidences } = await evaluator.evaluate(images, { signal, onProgress })
      return { model, classes: predictions, confidences }
    } finally {
      await evaluator.dispose()
    }
  } finally {
    network.dispose()
  }
}

/** Indices of the images whose label every model predicts. */
export function agreedImages(
  labels: Int32Array,
  predictions: readonly ModelPredictions[],
): ReadonlySet<number> {
  const isRight = (label: number, index: number): boolean =>
    predictions.every(({ classes }) => classes[index] === label)
  return new Set(Array.from(labels.keys()).filter((index) => isRight(labels[index]!, index)))
}

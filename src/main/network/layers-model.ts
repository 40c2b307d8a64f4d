import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { heInitialiser, type Initialise } from './initialise'
import type { InputScaling } from './input-scaling'
import {
  inputSizeOf,
  type KerasTopology,
  newHeadName,
  outputCountOf,
  parseKerasTopology,
  withInputSize,
  withNewHead,
  withoutSoftmax,
} from './keras-topology'
import { buildLayersNetwork, type LayersModelSpec } from './layers-network'
import { badWeights, readLayersWeights, type StoredWeights, weightsManifestSchema } from './layers-weights'
import type { Network } from './network'

const modelFileSchema = z.looseObject({
  modelTopology: z.looseObject({ model_config: z.unknown().optional() }),
  weightsManifest: weightsManifestSchema,
})
const labelsSchema = z.looseObject({ labels: z.array(z.string()) })

export interface LayersModelOptions {
  /** How the model was trained to see its pixels: `signed` for MobileNet and Inception. */
  readonly inputScaling: InputScaling
  /** Another size than the model's own; only for models that pool globally. */
  readonly inputSizePx?: number
  /** Replaces the last layer by one for these classes, with first weights drawn from the seed. */
  readonly newHead?: { readonly classes: readonly string[]; readonly seed: number }
}

/** A network, and the description from which a model file can rebuild it. */
export interface ImportedNetwork {
  readonly spec: LayersModelSpec
  readonly network: Network
}

/**
 * Loads a tfjs LayersModel, as tensorflowjs_converter makes it of a Keras model: a folder with `model.json` and its
 * weight files. Class names are those of the new head, else the `labels` of `metadata.json`, else `class 0` and so on.
 * A softmax at the end is taken off: the network gives logits.
 * @throws StudioError `file/not-found`, `network/bad-architecture`, `network/bad-weights` naming the tensor
 */
export async function loadLayersModel(folder: string, options: LayersModelOptions): Promise<ImportedNetwork> {
  const name = basename(resolve(folder))
  const file = await readModelFile(join(folder, 'model.json'))
  const stored = await readLayersWeights(folder, file.weightsManifest)
  const { newHead } = options
  let topology = parseKerasTopology(
    file.modelTopology.model_config ?? file.modelTopology,
    `${name}/model.json`,
  )
  topology = newHead ? withNewHead(topology, newHead.classes.length) : withoutSoftmax(topology)
  if (options.inputSizePx !== undefined) topology = withInputSize(topology, options.inputSizePx)
  const spec: LayersModelSpec = {
    kind: 'layers-model',
    name,
    topology,
    inputSizePx: inputSizeOf(topology),
    inputScaling: options.inputScaling,
  }
  const classes = newHead?.classes ?? (await readLabels(folder)) ?? numberedClasses(topology)
  const network = await buildLayersNetwork(spec, classes, initialiseFrom(stored, newHead?.seed))
  return { spec, network }
}

function initialiseFrom(
  stored: ReadonlyMap<string, StoredWeights>,
  headSeed: number | undefined,
): Initialise {
  return (plan) => {
    if (headSeed !== undefined && plan.name.startsWith(`${newHeadName}/`))
      return heInitialiser(headSeed)(plan)
    const found = stored.get(plan.name)
    const expected = `[${plan.shape.join(', ')}]`
    if (!found) throw badWeights(`tensor '${plan.name}' of shape ${expected} is missing`)
    if (found.shape.join() !== plan.shape.join()) {
      throw badWeights(
        `tensor '${plan.name}' has the shape [${found.shape.join(', ')}] instead of ${expected}`,
      )
    }
    return found.values
  }
}

async function readModelFile(path: string): Promise<z.infer<typeof modelFileSchema>> {
  const parsed = modelFileSchema.safeParse(await readJson(path))
  if (parsed.success) return parsed.data
  throw new StudioError(
    'network/bad-architecture',
    `${path} is not a tfjs LayersModel: ${z.prettifyError(parsed.error)}`,
  )
}

async function readJson(path: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new StudioError(
      'file/not-found',
      `There is no readable file ${path}. Choose the folder with model.json.`,
      {
        cause,
      },
    )
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new StudioError(
      'network/bad-architecture',
      `${path} is not JSON. Copy or convert the model again.`,
      { cause },
    )
  }
}

/** Labels of `metadata.json`; null where there is no such file or it has none. */
async function readLabels(folder: string): Promise<readonly string[] | null> {
  try {
    return labelsSchema.parse(JSON.parse(await readFile(join(folder, 'metadata.json'), 'utf8'))).labels
  } catch {
    // Labels are an extra: a model is usable without names for its classes.
    return null
  }
}

function numberedClasses(topology: KerasTopology): string[] {
  return Array.from({ length: outputCountOf(topology) ?? 0 }, (_, index) => `class ${index}`)
}

import { type LayersModel, models } from '@tensorflow/tfjs-layers'
import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import type { Initialise } from './initialise'
import { inputScalingSchema } from '../../shared/input-scaling'
import { kerasTopologySchema, parseKerasTopology, withoutInitialisers } from './keras-topology'
import { layerGraph } from './layers-graph'
import { collectLayerParameters } from './layers-parameters'
import type { Network } from './network'

/** A model of Keras' making. Its description is that of Keras, without weights. */
export const layersModelSpecSchema = z.object({
  kind: z.literal('layers-model'),
  /** Where it comes from, as `mobilenet-v1-0.75-224`. */
  name: z.string(),
  topology: kerasTopologySchema,
  inputSizePx: z.int().positive(),
  inputScaling: inputScalingSchema,
})
export type LayersModelSpec = z.infer<typeof layersModelSpecSchema>

/**
 * The network of a Keras description, built of tfjs' own layers: layers and parameters bear Keras' names (`conv1`,
 * `conv1/kernel`). The averages of batch normalisation are its buffers.
 * @throws StudioError `network/bad-architecture`, and what `initialise` throws
 */
export async function buildLayersNetwork(
  spec: LayersModelSpec,
  classes: readonly string[],
  initialise: Initialise,
): Promise<Network> {
  const model = await createModel(spec)
  try {
    assertOneOutputPerClass(model, spec, classes.length)
    const graph = layerGraph(model, spec)
    const { parameters, buffers } = collectLayerParameters(model.layers, initialise)
    return {
      classes,
      inputSizePx: spec.inputSizePx,
      parameters,
      buffers,
      ...graph,
      dispose: () => {
        model.dispose()
      },
    }
  } catch (error) {
    model.dispose()
    throw error
  }
}

async function createModel(spec: LayersModelSpec): Promise<LayersModel> {
  const topology = parseKerasTopology(withoutInitialisers(spec.topology), spec.name)
  // tfjs wants plain JSON, and may change it.
  const config: Parameters<typeof models.modelFromJSON>[0] = JSON.parse(JSON.stringify(topology))
  try {
    return await models.modelFromJSON(config)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StudioError('network/bad-architecture', `The model ${spec.name} cannot be built: ${reason}`, {
      cause,
    })
  }
}

function assertOneOutputPerClass(model: LayersModel, { name }: LayersModelSpec, classCount: number): void {
  const shape = model.outputs[0]!.shape
  if (shape.length === 2 && shape[1] === classCount) return
  throw new StudioError(
    'network/bad-architecture',
    `The model ${name} gives ${JSON.stringify(shape)} for a batch, but ${classCount} classes need [null,${classCount}]. ` +
      'Replace its head for these classes.',
  )
}

import { z } from 'zod'

const tensorSchema = z.looseObject({
  class_name: z.literal('__keras_tensor__'),
  config: z.looseObject({ keras_history: z.tuple([z.string(), z.number(), z.number()]) }),
})
const callSchema = z.looseObject({ args: z.array(z.unknown()) })
const layerSchema = z.looseObject({
  config: z.record(z.string(), z.unknown()),
  inbound_nodes: z.array(z.unknown()).optional(),
})
const modelSchema = z.looseObject({
  config: z.looseObject({
    layers: z.array(layerSchema),
    input_layers: z.unknown(),
    output_layers: z.unknown(),
  }),
})

/**
 * A model's description by Keras 3 in the words of Keras 2, which tfjs' layers read; one by Keras 2 is returned as it
 * is. Regularisers and constraints are left out: training here has its own weight decay.
 */
export function asKeras2(description: unknown): unknown {
  const parsed = modelSchema.safeParse(description)
  if (!parsed.success) return description
  const { config } = parsed.data
  return {
    ...parsed.data,
    config: {
      ...config,
      layers: config.layers.map((layer) => ({
        ...layer,
        config: layerConfig(layer.config),
        ...(layer.inbound_nodes && { inbound_nodes: layer.inbound_nodes.map(inboundNode) }),
      })),
      input_layers: endpoints(config.input_layers),
      output_layers: endpoints(config.output_layers),
    },
  }
}

function layerConfig(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { batch_shape: batchShape, dtype, ...rest } = config
  const kept = Object.entries(rest).filter(([key]) => !/_(regularizer|constraint)$/.test(key))
  return {
    ...Object.fromEntries(kept),
    // A policy object in Keras 3; whatever it says, computing here is in float32.
    ...(typeof dtype === 'string' ? { dtype } : {}),
    ...(batchShape === undefined ? {} : { batch_input_shape: batchShape }),
  }
}

/** `{ args: [tensor] }` or `{ args: [[tensor, tensor]] }` as `[[layer, node, tensor, {}], ...]`. */
function inboundNode(node: unknown): unknown {
  const call = callSchema.safeParse(node)
  if (!call.success) return node
  return call.data.args.flat().flatMap((argument) => {
    const tensor = tensorSchema.safeParse(argument)
    return tensor.success ? [[...tensor.data.config.keras_history, {}]] : []
  })
}

/** A single input or output stands alone in Keras 3. */
function endpoints(value: unknown): unknown {
  return Array.isArray(value) && typeof value[0] === 'string' ? [value] : value
}
